CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

CREATE TABLE attachment (
	sha256 TEXT NOT NULL, 
	size INTEGER NOT NULL, 
	media TEXT NOT NULL, 
	held BOOLEAN NOT NULL, proof TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_attachment PRIMARY KEY (sha256)
);

CREATE TABLE draft (
	"key" TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	record TEXT, 
	data JSON NOT NULL, 
	at TEXT NOT NULL, 
	CONSTRAINT pk_draft PRIMARY KEY ("key")
);

CREATE TABLE journal (
	pk INTEGER NOT NULL, 
	at TEXT NOT NULL, 
	direction TEXT NOT NULL, 
	outcome TEXT NOT NULL, 
	file TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	bundle TEXT, 
	node TEXT, 
	reasons JSON NOT NULL, 
	counts JSON NOT NULL, 
	officer TEXT, path TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_journal PRIMARY KEY (pk)
);

CREATE TABLE meta (
	"key" TEXT NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_meta PRIMARY KEY ("key")
);

CREATE TABLE receipt (
	node TEXT NOT NULL, 
	stream TEXT NOT NULL, 
	seq INTEGER NOT NULL, 
	CONSTRAINT pk_receipt PRIMARY KEY (node, stream)
);

CREATE TABLE record (
	pk INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	serial TEXT DEFAULT '' NOT NULL, 
	title TEXT DEFAULT '' NOT NULL, 
	title_key TEXT DEFAULT '' NOT NULL, 
	unit TEXT NOT NULL, 
	reach TEXT NOT NULL, 
	sealed BOOLEAN NOT NULL, 
	state TEXT, 
	withdrawn TEXT, 
	heads JSON NOT NULL, 
	conflicts JSON, 
	conflict_count INTEGER DEFAULT '0' NOT NULL, 
	created_at TEXT NOT NULL, 
	created_by TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	updated_by TEXT NOT NULL, 
	node TEXT NOT NULL, 
	extra JSON, updated_node TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_record PRIMARY KEY (pk), 
	CONSTRAINT uq_record_id UNIQUE (id)
);

CREATE INDEX ix_record_conflicts ON record (pk) WHERE conflict_count > 0;

CREATE INDEX ix_record_kind_serial ON record (kind, serial, pk) WHERE withdrawn IS NULL;

CREATE INDEX ix_record_kind_title_key ON record (kind, title_key, pk) WHERE withdrawn IS NULL;

CREATE INDEX ix_record_kind_updated_at ON record (kind, updated_at, pk) WHERE withdrawn IS NULL;

CREATE INDEX ix_record_serial ON record (serial);

CREATE INDEX ix_record_updated_at ON record (updated_at, pk) WHERE withdrawn IS NULL;

CREATE INDEX ix_record_withdrawn ON record (kind, pk) WHERE withdrawn IS NOT NULL;

CREATE TABLE refused_changeset (
	pk INTEGER NOT NULL, 
	stream TEXT NOT NULL, 
	seq INTEGER NOT NULL, 
	digest TEXT NOT NULL, 
	body BLOB NOT NULL, 
	signature TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	at TEXT NOT NULL, 
	CONSTRAINT pk_refused_changeset PRIMARY KEY (pk), 
	CONSTRAINT uq_refused_changeset_stream_seq_digest UNIQUE (stream, seq, digest)
);

CREATE TABLE roster (
	issuer TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	body BLOB NOT NULL, 
	signature TEXT NOT NULL, 
	received_at TEXT NOT NULL, 
	CONSTRAINT pk_roster PRIMARY KEY (issuer, version)
);

CREATE TABLE secret (
	"key" TEXT NOT NULL, 
	value BLOB NOT NULL, 
	CONSTRAINT pk_secret PRIMARY KEY ("key")
);

CREATE TABLE serial (
	unit TEXT NOT NULL, 
	prefix TEXT NOT NULL, 
	year INTEGER NOT NULL, 
	last INTEGER NOT NULL, 
	CONSTRAINT pk_serial PRIMARY KEY (unit, prefix, year)
);

CREATE TABLE setting (
	"key" TEXT NOT NULL, 
	value JSON NOT NULL, 
	CONSTRAINT pk_setting PRIMARY KEY ("key")
);

CREATE TABLE kind_follow_up (
	pk INTEGER NOT NULL, 
	serial TEXT, 
	marking TEXT, 
	releasable BOOLEAN, 
	tags JSON, 
	notes TEXT, 
	attachments JSON, 
	continues TEXT, 
	continued_in TEXT, 
	state TEXT, 
	state_reason TEXT, 
	state_evidence TEXT, 
	what TEXT, 
	owed_by TEXT, 
	counterpart TEXT, 
	owner TEXT, 
	due TEXT, 
	source TEXT, 
	closing_note TEXT, released_texts JSON, 
	CONSTRAINT pk_kind_follow_up PRIMARY KEY (pk), 
	CONSTRAINT fk_kind_follow_up_pk FOREIGN KEY(pk) REFERENCES record (pk)
);

CREATE INDEX ix_kind_follow_up_due ON kind_follow_up (due, pk);

CREATE TABLE kind_forum (
	pk INTEGER NOT NULL, 
	serial TEXT, 
	marking TEXT, 
	releasable BOOLEAN, 
	tags JSON, 
	notes TEXT, 
	attachments JSON, 
	continues TEXT, 
	continued_in TEXT, 
	place TEXT, 
	admin1 TEXT, 
	admin2 TEXT, 
	admin3 TEXT, 
	p_code TEXT, 
	point JSON, 
	coarsen TEXT, 
	name TEXT, 
	type TEXT, 
	chair TEXT, 
	weekday TEXT, 
	time TEXT, 
	representative TEXT, released_texts JSON, 
	CONSTRAINT pk_kind_forum PRIMARY KEY (pk), 
	CONSTRAINT fk_kind_forum_pk FOREIGN KEY(pk) REFERENCES record (pk)
);

CREATE TABLE kind_meeting (
	pk INTEGER NOT NULL, 
	serial TEXT, 
	marking TEXT, 
	releasable BOOLEAN, 
	tags JSON, 
	notes TEXT, 
	attachments JSON, 
	continues TEXT, 
	continued_in TEXT, 
	place TEXT, 
	admin1 TEXT, 
	admin2 TEXT, 
	admin3 TEXT, 
	p_code TEXT, 
	point JSON, 
	coarsen TEXT, 
	title TEXT, 
	started_at TEXT, 
	ended_at TEXT, 
	form TEXT, 
	part TEXT, 
	forum TEXT, 
	host TEXT, 
	organisations JSON, 
	participants JSON, 
	objective TEXT, 
	agenda TEXT, 
	facts TEXT, 
	comment TEXT, 
	requests TEXT, 
	commitments TEXT, 
	information_given TEXT, 
	release_level TEXT, 
	atmosphere BIGINT, 
	outcome TEXT, 
	next_meeting_at TEXT, 
	distribution JSON, 
	desired_effect TEXT, 
	messages TEXT, 
	red_lines TEXT, 
	engagement_result TEXT, date_note TEXT, weather TEXT, released_texts JSON, 
	CONSTRAINT pk_kind_meeting PRIMARY KEY (pk), 
	CONSTRAINT fk_kind_meeting_pk FOREIGN KEY(pk) REFERENCES record (pk)
);

CREATE INDEX ix_kind_meeting_started_at ON kind_meeting (started_at, pk);

CREATE TABLE kind_organisation (
	pk INTEGER NOT NULL, 
	serial TEXT, 
	marking TEXT, 
	releasable BOOLEAN, 
	tags JSON, 
	notes TEXT, 
	attachments JSON, 
	continues TEXT, 
	continued_in TEXT, 
	name TEXT, 
	acronym TEXT, 
	aliases JSON, 
	type TEXT, 
	tier TEXT, 
	clusters JSON, 
	areas JSON, 
	cooperation BIGINT, 
	focal_point TEXT, 
	deputy TEXT, 
	contact_every BIGINT, 
	phone TEXT, 
	email TEXT, merged_into TEXT, not_same JSON, released_texts JSON, 
	CONSTRAINT pk_kind_organisation PRIMARY KEY (pk), 
	CONSTRAINT fk_kind_organisation_pk FOREIGN KEY(pk) REFERENCES record (pk)
);

CREATE TABLE kind_person (
	pk INTEGER NOT NULL, 
	serial TEXT, 
	marking TEXT, 
	releasable BOOLEAN, 
	tags JSON, 
	notes TEXT, 
	attachments JSON, 
	continues TEXT, 
	continued_in TEXT, 
	name TEXT, 
	function TEXT, 
	organisation TEXT, 
	sex TEXT, 
	languages JSON, 
	phone TEXT, 
	email TEXT, 
	influence TEXT, 
	consent TEXT, 
	protected_source BOOLEAN, merged_into TEXT, not_same JSON, released_texts JSON, 
	CONSTRAINT pk_kind_person PRIMARY KEY (pk), 
	CONSTRAINT fk_kind_person_pk FOREIGN KEY(pk) REFERENCES record (pk)
);

CREATE TABLE kind_place (
	pk INTEGER NOT NULL, 
	serial TEXT, 
	marking TEXT, 
	releasable BOOLEAN, 
	tags JSON, 
	notes TEXT, 
	attachments JSON, 
	continues TEXT, 
	continued_in TEXT, 
	place TEXT, 
	admin1 TEXT, 
	admin2 TEXT, 
	admin3 TEXT, 
	p_code TEXT, 
	point JSON, 
	coarsen TEXT, 
	name TEXT, 
	other_names JSON, 
	population BIGINT, 
	access_dry TEXT, 
	access_wet TEXT, merged_into TEXT, not_same JSON, released_texts JSON, 
	CONSTRAINT pk_kind_place PRIMARY KEY (pk), 
	CONSTRAINT fk_kind_place_pk FOREIGN KEY(pk) REFERENCES record (pk)
);

CREATE TABLE kind_project (
	pk INTEGER NOT NULL, 
	serial TEXT, 
	marking TEXT, 
	releasable BOOLEAN, 
	tags JSON, 
	notes TEXT, 
	attachments JSON, 
	continues TEXT, 
	continued_in TEXT, 
	place TEXT, 
	admin1 TEXT, 
	admin2 TEXT, 
	admin3 TEXT, 
	p_code TEXT, 
	point JSON, 
	coarsen TEXT, 
	state TEXT, 
	state_reason TEXT, 
	state_evidence TEXT, 
	title TEXT, 
	category TEXT, 
	executing_unit TEXT, 
	community_partner TEXT, 
	summary TEXT, 
	needs_statement TEXT, 
	voiced_by TEXT, 
	confidence_objective TEXT, 
	beneficiaries JSON, 
	beneficiaries_note TEXT, 
	start TEXT, 
	"end" TEXT, 
	percent_done BIGINT, 
	cost JSON, 
	cost_in_kind JSON, 
	funding TEXT, 
	coordination JSON, 
	guidance_in_line BOOLEAN, 
	duplication_check TEXT, 
	local_owner TEXT, 
	visibility TEXT, 
	gender_note TEXT, 
	do_no_harm TEXT, decided_on TEXT, released_texts JSON, brought_in BOOLEAN, mandate TEXT, mandate_evidence TEXT, security_tasks TEXT, security_evidence TEXT, effect TEXT, effect_evidence TEXT, 
	CONSTRAINT pk_kind_project PRIMARY KEY (pk), 
	CONSTRAINT fk_kind_project_pk FOREIGN KEY(pk) REFERENCES record (pk)
);

CREATE INDEX ix_kind_project_start ON kind_project (start, pk);

CREATE TABLE kind_qip (
	pk INTEGER NOT NULL, 
	serial TEXT, 
	marking TEXT, 
	releasable BOOLEAN, 
	tags JSON, 
	notes TEXT, 
	attachments JSON, 
	continues TEXT, 
	continued_in TEXT, 
	place TEXT, 
	admin1 TEXT, 
	admin2 TEXT, 
	admin3 TEXT, 
	p_code TEXT, 
	point JSON, 
	coarsen TEXT, 
	state TEXT, 
	state_reason TEXT, 
	state_evidence TEXT, 
	title TEXT, 
	category TEXT, 
	executing_unit TEXT, 
	community_partner TEXT, 
	summary TEXT, 
	needs_statement TEXT, 
	voiced_by TEXT, 
	confidence_objective TEXT, 
	beneficiaries JSON, 
	beneficiaries_note TEXT, 
	start TEXT, 
	"end" TEXT, 
	percent_done BIGINT, 
	cost JSON, 
	cost_in_kind JSON, 
	funding TEXT, 
	coordination JSON, 
	guidance_in_line BOOLEAN, 
	duplication_check TEXT, 
	local_owner TEXT, 
	visibility TEXT, 
	gender_note TEXT, 
	do_no_harm TEXT, 
	reference TEXT, 
	pillar TEXT, 
	ceiling JSON, 
	rate TEXT, 
	budget JSON, 
	tranches JSON, 
	percent_spent BIGINT, 
	mou_date TEXT, 
	first_disbursed TEXT, 
	implementing_partner TEXT, 
	partner_kind TEXT, 
	partner_registration TEXT, 
	partner_record TEXT, 
	scores JSON, 
	risk TEXT, 
	endorsement TEXT, 
	engineer_review TEXT, 
	work_plan JSON, 
	low_visibility TEXT, 
	handover_date TEXT, 
	certificate TEXT, 
	final_report TEXT, 
	money_reconciled BOOLEAN, 
	photos_before_after BOOLEAN, 
	evaluation TEXT, decided_on TEXT, released_texts JSON, brought_in BOOLEAN, mandate TEXT, mandate_evidence TEXT, security_tasks TEXT, security_evidence TEXT, effect TEXT, effect_evidence TEXT, limit_days BIGINT, 
	CONSTRAINT pk_kind_qip PRIMARY KEY (pk), 
	CONSTRAINT fk_kind_qip_pk FOREIGN KEY(pk) REFERENCES record (pk)
);

CREATE INDEX ix_kind_qip_first_disbursed ON kind_qip (first_disbursed, pk);

CREATE TABLE kind_sitrep (
	pk INTEGER NOT NULL, 
	serial TEXT, 
	marking TEXT, 
	releasable BOOLEAN, 
	tags JSON, 
	notes TEXT, 
	attachments JSON, 
	continues TEXT, 
	continued_in TEXT, 
	title TEXT, 
	type TEXT, 
	period_start TEXT, 
	period_end TEXT, 
	report_unit TEXT, 
	key_points TEXT, 
	liaison_words TEXT, 
	support_words TEXT, 
	civil_facts TEXT, 
	civil_comment TEXT, 
	civil_assessment TEXT, 
	gender_words TEXT, 
	decisions TEXT, 
	next_period TEXT, 
	records JSON, 
	sent_to TEXT, 
	prepared_by TEXT, 
	approved_by TEXT, 
	corrects TEXT, 
	issued_at TEXT, 
	issued_sha256 TEXT, request_words TEXT, qip_words TEXT, distribution JSON, released_texts JSON, 
	CONSTRAINT pk_kind_sitrep PRIMARY KEY (pk), 
	CONSTRAINT fk_kind_sitrep_pk FOREIGN KEY(pk) REFERENCES record (pk)
);

CREATE INDEX ix_kind_sitrep_issued_at ON kind_sitrep (issued_at, pk);

CREATE INDEX ix_kind_sitrep_period_end ON kind_sitrep (period_end, pk);

CREATE INDEX ix_kind_sitrep_period_start ON kind_sitrep (period_start, pk);

CREATE TABLE kind_visit (
	pk INTEGER NOT NULL, 
	serial TEXT, 
	marking TEXT, 
	releasable BOOLEAN, 
	tags JSON, 
	notes TEXT, 
	attachments JSON, 
	continues TEXT, 
	continued_in TEXT, 
	project TEXT, 
	date TEXT, 
	visitors TEXT, 
	percent_physical BIGINT, 
	percent_spent BIGINT, 
	findings TEXT, 
	deviations TEXT, 
	action TEXT, 
	next_visit TEXT, released_texts JSON, 
	CONSTRAINT pk_kind_visit PRIMARY KEY (pk), 
	CONSTRAINT fk_kind_visit_pk FOREIGN KEY(pk) REFERENCES record (pk)
);

CREATE INDEX ix_kind_visit_date ON kind_visit (date, pk);

CREATE INDEX ix_kind_visit_next_visit ON kind_visit (next_visit, pk);

CREATE TABLE link (
	source INTEGER NOT NULL, 
	field TEXT NOT NULL, 
	target TEXT NOT NULL, 
	CONSTRAINT pk_link PRIMARY KEY (source, field, target), 
	CONSTRAINT fk_link_source FOREIGN KEY(source) REFERENCES record (pk)
)
 WITHOUT ROWID

;

CREATE INDEX ix_link_target ON link (target);

CREATE TABLE revision (
	pk INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	record TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	parents JSON NOT NULL, 
	at TEXT NOT NULL, 
	officer TEXT NOT NULL, 
	officer_name TEXT NOT NULL, 
	node TEXT NOT NULL, 
	line BLOB NOT NULL, 
	changeset INTEGER, 
	position INTEGER, 
	status TEXT NOT NULL, 
	unknown BOOLEAN NOT NULL, 
	CONSTRAINT pk_revision PRIMARY KEY (pk), 
	CONSTRAINT fk_revision_changeset FOREIGN KEY(changeset) REFERENCES changeset (pk)
);

CREATE UNIQUE INDEX ix_revision_changeset ON revision (changeset, position) WHERE changeset IS NOT NULL;

CREATE INDEX ix_revision_id ON revision (id);

CREATE INDEX ix_revision_record ON revision (record);

CREATE INDEX ix_revision_unknown ON revision (record) WHERE unknown;

CREATE INDEX ix_revision_unsealed ON revision (record) WHERE changeset IS NULL;

CREATE INDEX ix_revision_waiting ON revision (record) WHERE status = 'waiting';

CREATE VIRTUAL TABLE search USING fts5(title, names, body, kind, content='', contentless_delete=1, detail=column, prefix='1 2', tokenize='ascii');

CREATE TABLE kind_acknowledgement (
	pk INTEGER NOT NULL, 
	serial TEXT, 
	marking TEXT, 
	releasable BOOLEAN, 
	tags JSON, 
	notes TEXT, 
	attachments JSON, 
	continues TEXT, 
	continued_in TEXT, 
	directive TEXT, 
	by_unit TEXT, 
	acknowledged_at TEXT, 
	officer TEXT, released_texts JSON, 
	CONSTRAINT pk_kind_acknowledgement PRIMARY KEY (pk), 
	CONSTRAINT fk_kind_acknowledgement_pk FOREIGN KEY(pk) REFERENCES record (pk)
);

CREATE INDEX ix_kind_acknowledgement_acknowledged_at ON kind_acknowledgement (acknowledged_at, pk);

CREATE TABLE kind_assessment (
	pk INTEGER NOT NULL, 
	serial TEXT, 
	marking TEXT, 
	releasable BOOLEAN, 
	tags JSON, 
	notes TEXT, 
	attachments JSON, 
	continues TEXT, 
	continued_in TEXT, 
	place TEXT, 
	admin1 TEXT, 
	admin2 TEXT, 
	admin3 TEXT, 
	p_code TEXT, 
	point JSON, 
	coarsen TEXT, 
	assessed_on TEXT, 
	assessed_by TEXT, 
	sources TEXT, 
	population JSON, 
	displaced BIGINT, 
	returnees BIGINT, 
	leaders TEXT, 
	actors JSON, 
	access TEXT, 
	security TEXT, 
	water TEXT, 
	health TEXT, 
	education TEXT, 
	food_market TEXT, 
	livelihood TEXT, 
	shelter TEXT, 
	power_telecoms TEXT, 
	justice TEXT, 
	protection TEXT, 
	needs_men TEXT, 
	needs_women TEXT, 
	needs_youth TEXT, 
	confidence TEXT, 
	valid_until TEXT, released_texts JSON, 
	CONSTRAINT pk_kind_assessment PRIMARY KEY (pk), 
	CONSTRAINT fk_kind_assessment_pk FOREIGN KEY(pk) REFERENCES record (pk)
);

CREATE INDEX ix_kind_assessment_assessed_on ON kind_assessment (assessed_on, pk);

CREATE INDEX ix_kind_assessment_valid_until ON kind_assessment (valid_until, pk);

CREATE TABLE kind_budget_period (
	pk INTEGER NOT NULL, 
	serial TEXT, 
	marking TEXT, 
	releasable BOOLEAN, 
	tags JSON, 
	notes TEXT, 
	attachments JSON, 
	continues TEXT, 
	continued_in TEXT, 
	title TEXT, 
	start TEXT, 
	"end" TEXT, 
	allotment JSON, 
	quotas JSON, released_texts JSON, 
	CONSTRAINT pk_kind_budget_period PRIMARY KEY (pk), 
	CONSTRAINT fk_kind_budget_period_pk FOREIGN KEY(pk) REFERENCES record (pk)
);

CREATE INDEX ix_kind_budget_period_end ON kind_budget_period ("end", pk);

CREATE INDEX ix_kind_budget_period_start ON kind_budget_period (start, pk);

CREATE TABLE kind_directive (
	pk INTEGER NOT NULL, 
	serial TEXT, 
	marking TEXT, 
	releasable BOOLEAN, 
	tags JSON, 
	notes TEXT, 
	attachments JSON, 
	continues TEXT, 
	continued_in TEXT, 
	title TEXT, 
	issued_by TEXT, 
	mission_wide BOOLEAN, 
	text TEXT, 
	valid_from TEXT, 
	valid_to TEXT, released_texts JSON, 
	CONSTRAINT pk_kind_directive PRIMARY KEY (pk), 
	CONSTRAINT fk_kind_directive_pk FOREIGN KEY(pk) REFERENCES record (pk)
);

CREATE INDEX ix_kind_directive_valid_from ON kind_directive (valid_from, pk);

CREATE INDEX ix_kind_directive_valid_to ON kind_directive (valid_to, pk);

CREATE TABLE kind_lesson (
	pk INTEGER NOT NULL, 
	serial TEXT, 
	marking TEXT, 
	releasable BOOLEAN, 
	tags JSON, 
	notes TEXT, 
	attachments JSON, 
	continues TEXT, 
	continued_in TEXT, 
	title TEXT, 
	theme TEXT, 
	what_happened TEXT, 
	why TEXT, 
	recommendation TEXT, 
	source TEXT, released_texts JSON, 
	CONSTRAINT pk_kind_lesson PRIMARY KEY (pk), 
	CONSTRAINT fk_kind_lesson_pk FOREIGN KEY(pk) REFERENCES record (pk)
);

CREATE TABLE kind_mission_settings (
	pk INTEGER NOT NULL, 
	serial TEXT, 
	marking TEXT, 
	releasable BOOLEAN, 
	tags JSON, 
	notes TEXT, 
	attachments JSON, 
	continues TEXT, 
	continued_in TEXT, 
	title TEXT, 
	qip_ceiling JSON, 
	qip_limit_days BIGINT, 
	qip_warning_percent BIGINT, 
	clock_start TEXT, 
	tranche_plan JSON, 
	pillars JSON, 
	local_committee BOOLEAN, 
	sector_approves_to JSON, 
	reports JSON, 
	cimic_title TEXT, 
	phase TEXT, 
	marking_labels JSON, 
	map_disclaimer TEXT, 
	base_layers JSON, released_texts JSON, limit_replaces JSON, limit_kept JSON, 
	CONSTRAINT pk_kind_mission_settings PRIMARY KEY (pk), 
	CONSTRAINT fk_kind_mission_settings_pk FOREIGN KEY(pk) REFERENCES record (pk)
);

CREATE TABLE kind_note (
	pk INTEGER NOT NULL, 
	serial TEXT, 
	marking TEXT, 
	releasable BOOLEAN, 
	tags JSON, 
	notes TEXT, 
	attachments JSON, 
	continues TEXT, 
	continued_in TEXT, 
	place TEXT, 
	admin1 TEXT, 
	admin2 TEXT, 
	admin3 TEXT, 
	p_code TEXT, 
	point JSON, 
	coarsen TEXT, 
	topic TEXT, 
	observed_at TEXT, 
	facts TEXT, 
	comment TEXT, 
	assessment TEXT, 
	flash BOOLEAN, 
	reported_at TEXT, released_texts JSON, 
	CONSTRAINT pk_kind_note PRIMARY KEY (pk), 
	CONSTRAINT fk_kind_note_pk FOREIGN KEY(pk) REFERENCES record (pk)
);

CREATE INDEX ix_kind_note_observed_at ON kind_note (observed_at, pk);

CREATE INDEX ix_kind_note_reported_at ON kind_note (reported_at, pk);

CREATE TABLE kind_officer (
	pk INTEGER NOT NULL, 
	serial TEXT, 
	marking TEXT, 
	releasable BOOLEAN, 
	tags JSON, 
	notes TEXT, 
	attachments JSON, 
	continues TEXT, 
	continued_in TEXT, 
	rank TEXT, 
	name TEXT, 
	phone TEXT, 
	appointment TEXT, 
	serves_in TEXT, 
	in_post_from TEXT, 
	in_post_to TEXT, 
	intelligence_post BOOLEAN, 
	trainings JSON, released_texts JSON, 
	CONSTRAINT pk_kind_officer PRIMARY KEY (pk), 
	CONSTRAINT fk_kind_officer_pk FOREIGN KEY(pk) REFERENCES record (pk)
);

CREATE INDEX ix_kind_officer_in_post_from ON kind_officer (in_post_from, pk);

CREATE INDEX ix_kind_officer_in_post_to ON kind_officer (in_post_to, pk);

CREATE TABLE kind_referral (
	pk INTEGER NOT NULL, 
	serial TEXT, 
	marking TEXT, 
	releasable BOOLEAN, 
	tags JSON, 
	notes TEXT, 
	attachments JSON, 
	continues TEXT, 
	continued_in TEXT, 
	matter TEXT, 
	details TEXT, 
	referred_to TEXT, 
	receiver TEXT, 
	referred_at TEXT, 
	source TEXT, 
	acknowledged_at TEXT, 
	acknowledged_by TEXT, released_texts JSON, 
	CONSTRAINT pk_kind_referral PRIMARY KEY (pk), 
	CONSTRAINT fk_kind_referral_pk FOREIGN KEY(pk) REFERENCES record (pk)
);

CREATE INDEX ix_kind_referral_acknowledged_at ON kind_referral (acknowledged_at, pk);

CREATE INDEX ix_kind_referral_referred_at ON kind_referral (referred_at, pk);

CREATE TABLE kind_support_request (
	pk INTEGER NOT NULL, 
	serial TEXT, 
	marking TEXT, 
	releasable BOOLEAN, 
	tags JSON, 
	notes TEXT, 
	attachments JSON, 
	continues TEXT, 
	continued_in TEXT, 
	state TEXT, 
	state_reason TEXT, 
	state_evidence TEXT, 
	decided_on TEXT, 
	place TEXT, 
	admin1 TEXT, 
	admin2 TEXT, 
	admin3 TEXT, 
	p_code TEXT, 
	point JSON, 
	coarsen TEXT, 
	title TEXT, 
	tracking_number TEXT, 
	description TEXT, 
	support_kind TEXT, 
	quantity TEXT, 
	priority TEXT, 
	needed_from TEXT, 
	needed_to TEXT, 
	beneficiaries JSON, 
	received_at TEXT, 
	received_how TEXT, 
	requester TEXT, 
	requester_name TEXT, 
	contact TEXT, 
	humanitarian BOOLEAN, 
	source TEXT, 
	mandate TEXT, 
	mandate_evidence TEXT, 
	security_tasks TEXT, 
	security_evidence TEXT, 
	coordinated_within TEXT, 
	coordinated_evidence TEXT, 
	"unique" TEXT, 
	unique_evidence TEXT, 
	no_alternative TEXT, 
	alternative_evidence TEXT, 
	last_resort TEXT, 
	last_resort_evidence TEXT, 
	on_criteria BOOLEAN, 
	critical_need BOOLEAN, 
	civilian_character BOOLEAN, 
	respects_code BOOLEAN, 
	no_direct_delivery BOOLEAN, 
	multilateral BOOLEAN, 
	effect TEXT, 
	effect_evidence TEXT, 
	asset_owner TEXT, 
	need_criticality TEXT, 
	authorities TEXT, 
	safety_security TEXT, 
	sustainability TEXT, 
	plan_to_stop TEXT, 
	coordination_note TEXT, 
	advice TEXT, 
	finance_consulted BOOLEAN, 
	consent_needed BOOLEAN, 
	consent_on TEXT, 
	tasked_unit TEXT, 
	emergency BOOLEAN, 
	emergency_reason TEXT, 
	executed_at TEXT, 
	reported_at TEXT, 
	taken_over_by TEXT, 
	take_over_due TEXT, 
	take_over_missing TEXT, released_texts JSON, brought_in BOOLEAN, rule_set TEXT, risk_assessed TEXT, risk_evidence TEXT, support_cleared TEXT, clearance_evidence TEXT, mitigation TEXT, mitigation_evidence TEXT, 
	CONSTRAINT pk_kind_support_request PRIMARY KEY (pk), 
	CONSTRAINT fk_kind_support_request_pk FOREIGN KEY(pk) REFERENCES record (pk)
);

CREATE INDEX ix_kind_support_request_needed_from ON kind_support_request (needed_from, pk);

CREATE TABLE kind_term_pack (
	pk INTEGER NOT NULL, 
	serial TEXT, 
	marking TEXT, 
	releasable BOOLEAN, 
	tags JSON, 
	notes TEXT, 
	attachments JSON, 
	continues TEXT, 
	continued_in TEXT, 
	title TEXT, 
	language TEXT, 
	terms JSON, 
	templates JSON, released_texts JSON, 
	CONSTRAINT pk_kind_term_pack PRIMARY KEY (pk), 
	CONSTRAINT fk_kind_term_pack_pk FOREIGN KEY(pk) REFERENCES record (pk)
);

CREATE TABLE kind_unit (
	pk INTEGER NOT NULL, 
	serial TEXT, 
	marking TEXT, 
	releasable BOOLEAN, 
	tags JSON, 
	notes TEXT, 
	attachments JSON, 
	continues TEXT, 
	continued_in TEXT, 
	place TEXT, 
	admin1 TEXT, 
	admin2 TEXT, 
	admin3 TEXT, 
	p_code TEXT, 
	point JSON, 
	coarsen TEXT, 
	name TEXT, 
	unit_path TEXT, 
	level TEXT, 
	parent TEXT, 
	contributor TEXT, 
	cell TEXT, released_texts JSON, 
	CONSTRAINT pk_kind_unit PRIMARY KEY (pk), 
	CONSTRAINT fk_kind_unit_pk FOREIGN KEY(pk) REFERENCES record (pk)
);

CREATE TABLE "changeset" (
	pk INTEGER NOT NULL, 
	stream TEXT NOT NULL, 
	seq INTEGER NOT NULL, 
	node TEXT NOT NULL, 
	epoch TEXT NOT NULL, 
	unit TEXT NOT NULL, 
	reach TEXT NOT NULL, 
	prev TEXT, 
	digest TEXT NOT NULL, 
	header BLOB NOT NULL, 
	count INTEGER NOT NULL, 
	sealed_at TEXT NOT NULL, 
	schema INTEGER NOT NULL, 
	app TEXT NOT NULL, 
	signature TEXT NOT NULL, 
	bundle TEXT, 
	CONSTRAINT pk_changeset PRIMARY KEY (pk), 
	CONSTRAINT uq_changeset_stream_seq_digest UNIQUE (stream, seq, digest)
);

CREATE INDEX ix_kind_meeting_next_meeting_at ON kind_meeting (next_meeting_at, pk);

CREATE INDEX ix_kind_organisation_merged_into ON kind_organisation (merged_into, pk) WHERE merged_into IS NOT NULL;

CREATE INDEX ix_kind_person_merged_into ON kind_person (merged_into, pk) WHERE merged_into IS NOT NULL;

CREATE INDEX ix_kind_place_merged_into ON kind_place (merged_into, pk) WHERE merged_into IS NOT NULL;

CREATE TABLE peer_state (
	node TEXT NOT NULL, 
	last_in TEXT, 
	last_out TEXT, 
	receipt_at TEXT, 
	asked_at TEXT, 
	wants JSON DEFAULT '[]' NOT NULL, 
	rosters_held JSON DEFAULT '{}' NOT NULL, 
	CONSTRAINT pk_peer_state PRIMARY KEY (node)
);

CREATE TABLE post (
	node TEXT NOT NULL, 
	unit TEXT NOT NULL, 
	CONSTRAINT pk_post PRIMARY KEY (node)
);

CREATE TABLE "held_bundle" (
	digest TEXT NOT NULL, 
	file TEXT NOT NULL, 
	at TEXT NOT NULL, 
	bundle TEXT, 
	reasons JSON NOT NULL, 
	maker TEXT DEFAULT '' NOT NULL, 
	vouched BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_held_bundle PRIMARY KEY (digest)
);

INSERT INTO alembic_version (version_num) VALUES ('0003')
