"""What was done, in words, by the name under which it is recorded; grouped as the search offers it."""

from __future__ import annotations

from collections.abc import Mapping

READ: Mapping[str, str] = {
    "read_child": "Read a child's journey",
    "read_findings_of_child": "Read what is found of a child",
    "read_list": "Read a list of children",
    "searched": "Searched for a child",
    "read_findings": "Read findings",
    "read_quarantine": "Read rows in quarantine",
    "read_upload": "Read rows of an extract",
    "read_restricted": "Read who is restricted",
    "read_activity": "Read the record of activity",
    "read_exempt": "Read a members' pack",
}
TAKEN_OUT: Mapping[str, str] = {
    "exported_list": "Took out a list of children",
    "exported_findings": "Took out findings",
    "exported_quarantine": "Took out rows in quarantine",
    "exported_figures": "Took out figures",
    "made_subject_report": "Made the report of one child",
    "took_publication": "Took out a published site",
    "took_members_pack": "Took out a members' pack",
}
DECIDED: Mapping[str, str] = {
    "restricted_child": "Restricted a child",
    "changed_restriction": "Changed a restriction",
    "lifted_restriction": "Lifted a restriction",
    "named_person": "Let somebody see a restricted child",
    "gave_access": "Gave access for a time",
    "took_access": "Opened a child in an emergency",
    "ended_access": "Ended an access",
    "reviewed_access": "Reviewed an access",
    "asked_for_unknown_child": "Tried to open a child who does not exist",
    "reviewed_looking": "Reviewed unusual looking",
    "acknowledged_findings": "Acknowledged findings",
    "took_back_acknowledgement": "Took back an acknowledgement",
    "made_sample": "Made a sample of children",
    "entered_break": "Entered a break in a series",
    "withdrew_break": "Withdrew a break in a series",
    "began_campaign": "Began a campaign",
    "changed_campaign": "Changed a campaign",
    "closed_campaign": "Closed a campaign",
}
CHANGED: Mapping[str, str] = {
    "uploaded_extract": "Uploaded an extract",
    "confirmed_extract": "Confirmed an extract",
    "loaded": "An extract was loaded",
    "discarded_extract": "Discarded an extract",
    "retried_extract": "Began an extract again",
    "removed_snapshot": "Removed a snapshot",
    "applied_retention": "Removed what is not kept any more",
    "backed_up": "Made a backup",
    "asked_to_publish": "Asked what publishing would come to",
    "confirmed_publication": "Confirmed a publication",
    "discarded_publication": "Discarded a publication",
    "retried_publication": "Began a publication again",
    "published": "Published figures",
    "corrected_figures": "Corrected published figures",
    "made_members_pack": "Made a members' pack",
    "added_person": "Added a person",
    "named_worker": "Said which worker a person is",
    "gave_role": "Gave a role",
    "was_given_role": "Was given a role by the directory",
    "lost_role": "Lost a role by the directory",
    "role_not_given": "A role of the directory was not given",
    "ended_role": "Ended a role",
    "let_sign_in": "Let a person sign in",
    "kept_from_signing_in": "Kept a person from signing in",
    "moved_to_directory": "Was moved to the directory",
    "verified_activity": "Verified the record of activity",
    "changed_activity_key": "Changed the key of the record",
    "sealed_earlier_entries": "Earlier entries were sealed",
    "chain_end_was_lost": "The end of the record was lost",
}
SIGNED_IN: Mapping[str, str] = {
    "signed_in": "Signed in",
    "signed_out": "Signed out",
    "signed_out_everywhere": "Was signed out everywhere",
    "session_ended": "The session ended",
    "failed_sign_in": "Failed to sign in",
    "refused_sign_in": "Was refused at signing in",
    "sign_in_paused": "Signing in was paused",
    "sign_in_pause_ended": "The pause of signing in was ended",
    "changed_password": "Changed the password",
    "password_set": "A password was set",
    "added_second_factor": "Added a second factor",
    "removed_second_factor": "Removed a second factor",
    "second_factor_reset": "The second factor was reset",
    "made_recovery_codes": "Made recovery codes",
}
GROUPS = (
    ("Reading", READ),
    ("Taking out", TAKEN_OUT),
    ("Decisions", DECIDED),
    ("People and data", CHANGED),
    ("Signing in", SIGNED_IN),
)
ACTIONS: Mapping[str, str] = {name: said for _, group in GROUPS for name, said in group.items()}

RULES: Mapping[str, str] = {
    "own_record": "Own record?",
    "own_name": "Own family name",
    "night": "At night",
    "outside_team": "Outside the own team",
    "again": "Again and again",
    "many_opened": "Many children in an hour",
    "many_taken_out": "Many children taken out",
}


def said_action(action: str) -> str:
    """Say what was done; an action without words is said by its name."""
    return ACTIONS.get(action, action.replace("_", " ").capitalize())
