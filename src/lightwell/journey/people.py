"""The people whom the journey is about."""

from __future__ import annotations

from lightwell.journey import codes
from lightwell.journey.record import Record, child_id, code, day, flag, text


class Person(Record, table="people", key=("child",)):
    """One child or young person known to the service, from before birth to 25.

    Names, addresses and days of birth are identifying: they are kept in the identity table beside the journey.
    """

    child = child_id()
    given_name = text("Given name.", identifying=True)
    family_name = text("Family name.", identifying=True)
    born_on = day("Day of birth.", identifying=True)
    expected_on = day("Expected day of birth of an unborn child.", identifying=True)
    died_on = day("Day of death.", identifying=True)
    postcode = text("Home postcode.", identifying=True)
    upn = text("Unique pupil number.", identifying=True)
    sex = code(codes.SEX, "Sex as recorded.")
    ethnicity = code(codes.ETHNICITY, "Ethnicity in the national list.")
    disabled = flag("Whether the child has a disability under the Equality Act 2010.")
    unaccompanied = flag("Whether the child is, or was, an unaccompanied asylum-seeking child.")
    unaccompanied_until = day("Day on which unaccompanied asylum-seeking status ended (SSDA903 DUC).")


class Disability(Record, table="disabilities", key=("child", "disability")):
    """One disability of one child, in the census's list."""

    child = child_id()
    disability = code(codes.DISABILITIES, "The disability.", required=True)
