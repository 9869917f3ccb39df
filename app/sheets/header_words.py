"""Header words: what people call our fields at the top of their columns, in English and French, and the HXL tags."""

from __future__ import annotations

_WORDS = """
serial: serial, serial number, serial no, logbook serial
reference: ref, reference, ref no, reference number, project ref, project number, project no, qip no, qip
    number, project id, numero, référence
title: title, project title, name of project, project name, project, activity, titre, intitulé, intitulé du
    projet, nom du projet, subject, objet
name: name, organisation, organization, organisation name, organization name, org name, agency, partner,
    nom, nom de l organisation, full name, full names, forum, site, village, settlement, location name,
    place name
acronym: acronym, abbreviation, short name, sigle, acronyme, org acronym
aliases: alias, aliases, other names, also known as, aka
other_names: alias, aliases, other names, alternative names, also known as
type: type, organisation type, organization type, org type, type of organisation, type of organization, type
    d organisation, category of organisation
clusters: cluster, clusters, sector, sectors, secteur, activity, activities
areas: area, areas, region, county, state, province, district, location, areas of presence, locality, where,
    zone, prefecture, commune, admin1, admin2
category: category, sector, type of project, project type, project category, catégorie, secteur, type
place: place, locality, location, site, village, town, lieu, localité, venue, where, meeting place, project
    location, settlement, camp
admin1: state, province, region, admin1, adm1, admin 1, admin area, governorate, admin1 name, sector or
    area, région, state or province, department, préfecture, state region
admin2: county, district, admin2, adm2, admin 2, admin2 name, cercle, territoire, locality county, county or
    district, caza, département
admin3: payam, commune, admin3, adm3, admin 3, sub district, boma, payam or commune, groupement
p_code: p code, pcode, place code, admin code, adm code, location code
point: position, coordinates, coordinate, mgrs, grid, grid reference, gps, coordonnées, mgrs grid, lat long,
    lat lon, location grid
point.lat: latitude, lat, y, gps latitude, coord y
point.lon: longitude, lon, long, lng, x, gps longitude, coord x
tags: mission, country, tag, tags, keywords, pays, theme
executing_unit: unit, executing unit, contingent, battalion, unit doing it, implementing unit, tcc, executed
    by, unité
community_partner: community partner, partner community, community, local partner
implementing_partner: implementing partner, partner, implementing agency, implementer, ip, contractor,
    implemented by, partenaire, partenaire d exécution, partenaire de mise en oeuvre
summary: summary, description, project description, details, remarks on project, résumé, description du
    projet, brief description
needs_statement: need, needs, justification, rationale, needs statement, problem statement
beneficiaries: beneficiaries, number of beneficiaries, no of beneficiaries, beneficiary, people reached,
    bénéficiaires, nombre de bénéficiaires, total beneficiaries, reached
beneficiaries.f: female, females, women, women and girls, female beneficiaries, femmes, beneficiaries female
beneficiaries.m: male, males, men, men and boys, male beneficiaries, hommes, beneficiaries male
beneficiaries.detail: beneficiaries by sex and age
beneficiaries_note: beneficiaries text, who benefits, target group, beneficiary description, target
    population, groupe cible, beneficiary group
start: start, start date, date started, begin, commenced, from, date de début, début, date
end: end, end date, completion date, completed on, date completed, until, to, date de fin, fin, expected
    completion
cost: cost, cost usd, budget, amount, total cost, budget usd, amount usd, value, cost in cash, approved
    budget, project cost, coût, montant, budget approuvé, total budget, cost us
cost_in_kind: in kind, cost in kind, in kind contribution
funding: funding, source of funds, funding source, funded by, financement, fund source
percent_done: percent done, progress, completion, physical progress, done, percent complete, completion
    rate, taux d exécution, implementation rate
percent_spent: percent spent, financial progress, spent, expenditure rate
handover_date: handover date, hand over date, handed over on, date of handover, handed over, inauguration
    date, date de remise
mou_date: mou date, mou signed on, date of mou, mou signed
first_disbursed: first disbursement, date of first disbursement, first tranche date, disbursement date,
    first tranche paid
state: status, state, status reported, project status, current status, statut, état, stage, état d
    avancement
pillar: pillar, pilier
local_owner: owner, local owner, handed over to, recipient, local owner afterwards
started_at: date, date and time, meeting date, date of meeting, dtg, datetime, when, start, started, start
    time, date de la réunion, date held
ended_at: end, ended, end time, finished
form: kind, type, form, meeting type, type of meeting, kind of meeting, nature
host: host, chair, hosted by, organiser, convened by, chaired by, hôte
organisations: counterpart organisations, organisations, organizations, counterparts, counterpart, partners
    present, organisations present, agencies
participants: participants, attendees, attendance, present, persons met
objective: objective, topics, topic, purpose, aim, subject, agenda topics, objet, sujet
agenda: agenda, ordre du jour
facts: facts, summary, facts stated, discussion, minutes, main points, key points, résumé, notes of meeting,
    what was said
comment: comment, our comment, assessment, analysis, commentaire, comments
requests: requests, requests received, request
commitments: commitments, commitments made, promises, action points, actions
outcome: outcome, outcomes, result, results, conclusion, decisions, way forward
next_meeting_at: next meeting, next meeting date, date of next meeting
what: what, action, task, promise, follow up, action point, commitment
owner: owner, responsible, action by, by whom, poc, point of contact, assigned to, responsable
owed_by: owed by
counterpart: counterpart, organisation, organization
due: due, due date, deadline, by when, target date, échéance, suspense
function: function, position, title, role, appointment, job title, fonction, designation
organisation: organisation, organization, agency, org, employer
phone: phone, telephone, mobile, tel, phone number, cell, contact number, téléphone
email: email, e mail, mail, email address, courriel
sex: sex, gender, sexe
languages: languages, language, langues
population: population, inhabitants, pop
focal_point: focal point, our focal point, responsible officer, cimic officer
topic: topic, title, subject, headline, event
observed_at: observed, observed at, date, dtg, when, date of event
requester: requester, requested by, requesting agency, organisation, agency
received_at: received, date received, date, dtg, request date
assessed_on: assessed on, date, assessment date, date of assessment
notes: notes, remarks, remark, comments, observations, remarques
marking: marking, classification, security classification
releasable: releasable, releasable to partners
"""

_TAGS = """
#meta+serial: serial
#meta+id: serial, reference
#meta+ref: reference
#org+acronym: acronym
#org+type: type
#org+impl: implementing_partner
#org+prog: executing_unit
#org+funder: funding
#org: name, implementing_partner, executing_unit
#adm1+code: p_code
#adm2+code: p_code
#adm3+code: p_code
#adm4+code: p_code
#loc+code: p_code
#adm1: admin1, areas
#adm2: admin2, areas
#adm3: admin3, areas
#adm4: place, areas
#loc: place, name, areas
#country: tags
#geo+lat: point.lat
#geo+lon: point.lon
#geo+mgrs: point
#geo+coord: point
#activity: title
#sector: category, clusters
#subsector: category, clusters
#cluster: clusters, category
#date+start: start, started_at
#date+end: end, ended_at
#date: started_at, start, observed_at
#status: state
#beneficiary+f: beneficiaries.f
#beneficiary+m: beneficiaries.m
#beneficiary+type: beneficiaries_note
#beneficiary: beneficiaries
#reached: beneficiaries
#affected: beneficiaries
#population: population, beneficiaries
#value: cost
#description: summary, facts
#contact+phone: phone
#contact+email: email
#contact+name: name
#contact: name, focal_point
"""


def _parsed(text: str) -> dict[str, tuple[str, ...]]:
    """Read `key: word, word` of each line; a line that begins with blanks carries the one before on."""
    joined = text.replace("\n    ", " ").strip().splitlines()
    pairs = (line.split(": ", 1) for line in joined)
    return {key: tuple(word.strip() for word in words.split(",")) for key, words in pairs}


HEADERS = _parsed(_WORDS)
"""Phrases by target; the names and labels of the fields themselves count too."""
TAGS = _parsed(_TAGS)
"""Targets by HXL tag, the most special first; a tag of a column matches where it has all of the attributes."""
