"""Rosters as signed bytes: made by a headquarters, checked by everybody."""

import hashlib
from functools import lru_cache

import msgspec

from app.domain.roster_texts import (
    MalformedRosterError,
    NewerRosterError,
    encode_roster,
    parse_roster,
)
from app.domain.rosters import Roster
from app.sync.errors import BadSignatureError, MalformedError, NewerSchemaError
from app.sync.keys import MalformedKeyError, NodeKeys, node_id, parse_recipient
from app.sync.sshsig import NAMESPACE_ROSTER, parse_public_key_line, verify


class SignedRoster(msgspec.Struct, frozen=True):
    """A roster whose signature was made or checked here: its meaning, exact bytes, SHA-256 and signature."""

    roster: Roster
    data: bytes
    digest: str
    signature: bytes


def sign_roster(roster: Roster, keys: NodeKeys) -> SignedRoster:
    """Return the roster signed by its issuer."""
    if roster.issuer != keys.node:
        raise BadSignatureError("a roster is signed by its issuer")
    data = encode_roster(roster)
    return verify_roster(data, keys.sign(data, namespace=NAMESPACE_ROSTER))


def verify_roster(data: bytes, signature: bytes) -> SignedRoster:
    """Check that a roster is by the issuer it names; whether that one may speak, the RosterBook says.

    Raises BadSignatureError, MalformedError or NewerSchemaError.
    """
    signer = node_id(verify(data, signature, namespace=NAMESPACE_ROSTER))
    try:
        roster = parse_roster(data)
        for entry in roster.entries:
            parse_recipient(entry.recipient)
            if node_id(parse_public_key_line(entry.public_key)) != entry.node:
                raise MalformedError("a roster names a public key that is not of its node")
    except NewerRosterError as error:
        raise NewerSchemaError(str(error)) from error
    except (MalformedRosterError, MalformedKeyError, ValueError) as error:
        raise MalformedError(f"a roster: {error}") from error
    if signer != roster.issuer:
        raise BadSignatureError("a roster is not signed by the issuer it names")
    return SignedRoster(roster, data, hashlib.sha256(data).hexdigest(), signature)


@lru_cache(maxsize=64)
def held_roster(data: bytes, signature: bytes) -> SignedRoster:
    """Check a roster that this logbook has accepted before; the same few are asked for at every exchange."""
    return verify_roster(data, signature)
