"""The code sets of the journey: the codes of the CIN census, the SSDA903 and Annex A, each with a plain label.

Where the returns share a list (sources, needs, ethnicity) it is said once. Our own lists are lower-case words.
"""

from __future__ import annotations

from lightwell.journey.record import CodeSet, code_set

_CIN = "Children in need census guide, 2024 to 2025"
_CARE = "Children looked after return (SSDA903) guide, 2023 to 2024"
_OWN = "Lightwell; no national list"

SEX = code_set(
    "Sex",
    "CIN census and SSDA903",
    {"1": "Male", "2": "Female", "0": "Not known", "9": "Indeterminate"},
    {
        "m": "1", "male": "1", "boy": "1", "a) male": "1", "a": "1",
        "f": "2", "female": "2", "girl": "2", "b) female": "2", "b": "2",
        "u": "0", "unknown": "0", "not known": "0", "unborn": "0", "c": "0",
        "c) not stated/recorded (or unborn)": "0", "c) not stated/recorded": "0", "not stated/recorded (or unborn)": "0",
        "not stated/recorded": "0", "d": "9", "d) neither": "9", "neither": "9", "i": "9",
    },
)  # fmt: skip

ETHNICITY = code_set(
    "Ethnicity",
    "CIN census and SSDA903",
    {
        "WBRI": "White British",
        "WIRI": "White Irish",
        "WIRT": "Traveller of Irish heritage",
        "WOTH": "Any other White background",
        "WROM": "Gypsy or Roma",
        "MWBC": "White and Black Caribbean",
        "MWBA": "White and Black African",
        "MWAS": "White and Asian",
        "MOTH": "Any other Mixed background",
        "AIND": "Indian",
        "APKN": "Pakistani",
        "ABAN": "Bangladeshi",
        "AOTH": "Any other Asian background",
        "BCRB": "Caribbean",
        "BAFR": "African",
        "BOTH": "Any other Black background",
        "CHNE": "Chinese",
        "OOTH": "Any other ethnic group",
        "REFU": "Refused",
        "NOBT": "Not yet obtained",
    },
)

ETHNIC_GROUPS = {
    "W": "White",
    "M": "Mixed",
    "A": "Asian or Asian British",
    "B": "Black or Black British",
    "C": "Asian or Asian British",
    "O": "Other ethnic group",
    "R": "Not stated",
    "N": "Not stated",
}
"""The broad ethnic group by the first letter of the code, as DfE's children in need statistics group them (Chinese under Asian)."""

SOURCES = code_set(
    "Source of contact or referral",
    _CIN,
    {
        "1A": "Individual: family member, relative or carer",
        "1B": "Individual: acquaintance, neighbour or child minder",
        "1C": "Individual: self",
        "1D": "Individual: other",
        "2A": "Schools",
        "2B": "Education services",
        "3A": "Health services: general practitioner",
        "3B": "Health services: health visitor",
        "3C": "Health services: school nurse",
        "3D": "Health services: other primary health services",
        "3E": "Health services: accident and emergency",
        "3F": "Health services: other",
        "4": "Housing",
        "5A": "Local authority services: social care",
        "5B": "Local authority services: other internal",
        "5C": "Local authority services: external",
        "5D": "Local authority services: early help",
        "6": "Police",
        "7": "Other legal agency",
        "8": "Other",
        "9": "Anonymous",
        "10": "Unknown",
    },
)

CONTACT_OUTCOMES = code_set(
    "Outcome of a contact",
    _OWN,
    {
        "referral": "Referral to social care",
        "early_help": "Early help",
        "advice": "Information and advice",
        "no_action": "No action",
    },
    {
        "referral to social care": "referral",
        "early help": "early_help",
        "information and advice": "advice",
        "nfa": "no_action",
    },
)

EARLY_HELP_SOURCES = code_set(
    "Source of a referral into early help",
    _OWN,
    {
        "step_down": "Stepped down from children's social care",
        "front_door": "Contact at the front door",
        "partner": "Partner agency",
        "family": "The family itself",
    },
    {"step down": "step_down", "front door": "front_door"},
)

NEEDS = code_set(
    "Primary need",
    _CIN,
    {
        "N1": "Abuse or neglect",
        "N2": "Child's disability",
        "N3": "Parental disability or illness",
        "N4": "Family in acute stress",
        "N5": "Family dysfunction",
        "N6": "Socially unacceptable behaviour",
        "N7": "Low income",
        "N8": "Absent parenting",
        "N9": "Cases other than children in need",
        "N0": "Not stated",
    },
)

CLOSURE_REASONS = code_set(
    "Reason for closing an episode of need",
    _CIN,
    {
        "RC1": "Adopted",
        "RC2": "Died",
        "RC3": "Child arrangements order",
        "RC4": "Special guardianship order",
        "RC5": "Transferred to another authority",
        "RC6": "Transferred to adult social care",
        "RC7": "Services ceased for any other reason, including child no longer in need",
        "RC8": "Closed after assessment, no further action",
        "RC9": "Closed after assessment, referred to early help",
    },
)

ASSESSMENT_OUTCOMES = code_set(
    "Outcome of a child and family assessment",
    "The five outcomes named by the council's glossary (Brief Intervention Team)",
    {
        "close": "No further action",
        "early_help": "Step down to early help",
        "child_in_need": "Child in need plan",
        "child_protection": "Child protection",
        "court": "Court proceedings or care",
    },
    {
        "no further action": "close",
        "early help": "early_help",
        "child in need": "child_in_need",
        "child protection": "child_protection",
    },
)

ABUSE_CATEGORIES = code_set(
    "Category of abuse",
    _CIN,
    {"NEG": "Neglect", "PHY": "Physical abuse", "SAB": "Sexual abuse", "EMO": "Emotional abuse", "MUL": "Multiple or not recommended"},
    {
        "a": "NEG", "neglect": "NEG", "a) neglect": "NEG", "b": "PHY", "physical abuse": "PHY", "b) physical abuse": "PHY",
        "c": "SAB", "sexual abuse": "SAB", "c) sexual abuse": "SAB", "d": "EMO", "emotional abuse": "EMO",
        "d) emotional abuse": "EMO", "e": "MUL", "multiple/not recommended": "MUL", "e) multiple/not recommended": "MUL",
    },
)  # fmt: skip

CONFERENCE_KINDS = code_set("Kind of child protection conference", "Working Together", {"initial": "Initial", "review": "Review"})

LEGAL_STATUSES = code_set(
    "Legal status",
    _CARE,
    {
        "C1": "Interim care order",
        "C2": "Full care order",
        "D1": "Freeing order",
        "E1": "Placement order",
        "V2": "Single period of accommodation under section 20",
        "V3": "Short term breaks, episodes recorded",
        "V4": "Short term breaks, agreements recorded",
        "L1": "Police protection in local authority accommodation",
        "L2": "Emergency protection order",
        "L3": "Child assessment order in local authority accommodation",
        "J1": "Remanded to local authority accommodation or youth detention",
        "J2": "Local authority accommodation under PACE",
        "J3": "Youth rehabilitation order with residence",
    },
)

PLACEMENT_TYPES = code_set(
    "Placement type",
    _CARE,
    {
        "U1": "Foster placement with relative or friend, long term",
        "U2": "Foster placement with relative or friend, fostering for adoption",
        "U3": "Foster placement with relative or friend, neither long term nor fostering for adoption",
        "U4": "Foster placement with other carer, long term",
        "U5": "Foster placement with other carer, fostering for adoption",
        "U6": "Foster placement with other carer, neither long term nor fostering for adoption",
        "A3": "Placed for adoption with consent, current foster carer",
        "A4": "Placed for adoption with consent, not current foster carer",
        "A5": "Placed for adoption with placement order, current foster carer",
        "A6": "Placed for adoption with placement order, not current foster carer",
        "P1": "Placed with own parents or other person with parental responsibility",
        "P2": "Independent living",
        "P3": "Residential employment",
        "H5": "Semi-independent living, not a children's home",
        "K1": "Secure children's home",
        "K2": "Children's home",
        "R1": "Residential care home",
        "R2": "NHS or health trust establishment",
        "R3": "Family centre or mother and baby unit",
        "R5": "Young offender institution",
        "S1": "Residential school",
        "T0": "Temporary placement of any kind",
        "T1": "Temporary period in hospital",
        "T2": "Temporary absence on holiday",
        "T3": "Temporary accommodation while the carer is on holiday",
        "T4": "Temporary accommodation of seven days or less",
        "Z1": "Other placement",
    },
)

PROVIDERS = code_set(
    "Placement provider",
    _CARE,
    {
        "PR0": "Parents or other person with parental responsibility",
        "PR1": "Own provision",
        "PR2": "Other local authority",
        "PR3": "Other public provision",
        "PR4": "Private provision",
        "PR5": "Voluntary or third sector",
    },
)

REGISTRATIONS = code_set(
    "Registration of a setting",
    "Care Standards Act 2000; Supported Accommodation (England) Regulations 2023",
    {
        "registered": "Registered with Ofsted",
        "unregulated": "Not required to register when the placement began",
        "unregistered": "Should be registered and is not",
        "not_required": "Registration does not apply",
    },
    {"not required": "not_required"},
)

CARE_STARTS = code_set(
    "Reason for a new episode of care",
    _CARE,
    {
        "S": "Started to be looked after",
        "L": "Change of legal status only",
        "P": "Change of placement and carer only",
        "T": "Change of placement but same carer",
        "B": "Change of legal status and placement and carer",
        "U": "Change of legal status and placement but same carer",
    },
)

CARE_ENDS = code_set(
    "Reason for ceasing to be in care",
    _CARE,
    {
        "X1": "Episode ceases and new episode begins on the same day",
        "E11": "Adopted, application unopposed",
        "E12": "Adopted, consent dispensed with",
        "E2": "Died",
        "E3": "Care taken by another authority",
        "E4A": "Returned home to parents or relatives as part of care planning",
        "E4B": "Returned home to parents or relatives, not part of care planning",
        "E13": "Left care to live with parents, relatives or other person with no parental responsibility",
        "E41": "Child arrangements (residence) order granted",
        "E45": "Special guardianship order to former foster carer, relative or friend",
        "E46": "Special guardianship order to former foster carer, other",
        "E47": "Special guardianship order to relative or friend, not former carer",
        "E48": "Special guardianship order to other carer",
        "E5": "Moved into independent living with support",
        "E6": "Moved into independent living without support",
        "E7": "Transferred to residential care funded by adult social care",
        "E8": "Ceased for any other reason",
        "E9": "Sentenced to custody",
        "E14": "Accommodation on remand ended",
        "E15": "Age assessment found the child to be 18 or over",
        "E16": "Moved abroad",
        "E17": "Aged 18 or over and remained with current carers",
    },
)

PLACEMENT_CHANGES = code_set(
    "Reason for a change of placement",
    _CARE,
    {
        "CARPL": "Change to or implementation of the care plan",
        "CLOSE": "Resource closed",
        "ALLEG": "Allegation",
        "STAND": "Standards of care concern",
        "APPRR": "Approval removed",
        "CREQB": "Carer requests an end because of the child's behaviour",
        "CREQO": "Carer requests an end for another reason",
        "CHILD": "Child requests an end",
        "LAREQ": "Responsible authority requests an end",
        "PLACE": "Change in the status of the placement only",
        "CUSTOD": "Custody arrangement",
        "OTHER": "Other",
    },
)

PARTICIPATION = code_set(
    "How the child took part in a review",
    _CARE,
    {
        "PN0": "Child aged under 4",
        "PN1": "Attended and spoke for themselves",
        "PN2": "Attended, an advocate spoke",
        "PN3": "Attended and conveyed views without words",
        "PN4": "Attended without conveying views",
        "PN5": "Did not attend, briefed an advocate",
        "PN6": "Did not attend, sent views",
        "PN7": "Did not attend and no views sent",
    },
)

PERMANENCE_PLANS = code_set(
    "Permanence plan",
    "Annex A, list 8",
    {
        "return": "Return to family",
        "adoption": "Adoption",
        "sgo_cao": "Special guardianship or child arrangements order",
        "supported": "Supported living in the community",
        "residential": "Long-term residential placement",
        "fostering": "Long-term fostering",
        "other": "Other",
    },
    {
        "a": "return", "a) return to family": "return", "return to family": "return", "b": "adoption", "b) adoption": "adoption",
        "c": "sgo_cao", "c) sgo/cao": "sgo_cao", "sgo/cao": "sgo_cao", "d": "supported",
        "d) supported living in the community": "supported", "supported living in the community": "supported", "e": "residential",
        "e) long-term residential placement": "residential", "long-term residential placement": "residential",
        "f": "fostering", "f) long-term fostering": "fostering", "long-term fostering": "fostering", "g": "other", "g) other": "other",
    },
)  # fmt: skip

HEALTH_KINDS = code_set(
    "Kind of health assessment",
    "Promoting the health and wellbeing of looked-after children, DfE and DH, 2015",
    {"initial": "Initial health assessment", "review": "Review health assessment"},
    {"iha": "initial", "rha": "review", "initial health assessment": "initial", "review health assessment": "review"},
)

VISIT_PURPOSES = code_set(
    "Purpose of a visit",
    _OWN,
    {
        "early_help": "Early help",
        "assessment": "Assessment",
        "child_in_need": "Child in need plan",
        "child_protection": "Child protection plan",
        "in_care": "Child in care",
        "care_leaver": "Care leaver",
    },
    {
        "early help": "early_help",
        "child in need": "child_in_need",
        "child protection": "child_protection",
        "in care": "in_care",
    },
)

VISIT_MODES = code_set(
    "How a visit was made",
    _OWN,
    {"face_to_face": "Face to face", "virtual": "By video", "telephone": "By telephone"},
    {"face to face": "face_to_face", "video": "virtual", "phone": "telephone"},
)

SUPERVISION_KINDS = code_set(
    "Kind of supervision",
    _OWN,
    {"individual": "Individual supervision", "group": "Group supervision", "oversight": "Management oversight note"},
)

ALLOCATION_ROLES = code_set(
    "Role of an allocated worker",
    _OWN,
    {
        "primary": "Primary caseholder",
        "personal_adviser": "Personal adviser beside the primary caseholder",
        "supervising": "Supervising social worker",
        "co_worker": "Co-worker",
        "reviewing_officer": "Independent reviewing officer or conference chair",
    },
    {"personal adviser": "personal_adviser", "co-worker": "co_worker", "iro": "reviewing_officer"},
)

TEAM_KINDS = code_set(
    "Kind of team",
    _OWN,
    {
        "front_door": "Front door",
        "early_help": "Early help",
        "assessment": "Assessment and brief intervention",
        "safeguarding": "Safeguarding",
        "disabilities": "Children with disabilities",
        "young_people": "Young people's service",
        "care": "Children in care",
        "leaving_care": "Leaving care",
        "other": "Other",
    },
    {
        "front door": "front_door",
        "early help": "early_help",
        "young people": "young_people",
        "leaving care": "leaving_care",
    },
)

LEAVER_CATEGORIES = code_set(
    "Eligibility of a care leaver",
    "Children Act 1989, schedule 2 and sections 23A to 24; Annex A, list 9",
    {"relevant": "Relevant", "former_relevant": "Former relevant", "qualifying": "Qualifying"},
    {
        "a": "relevant", "a) relevant child": "relevant", "relevant child": "relevant",
        "b": "former_relevant", "b) former relevant child": "former_relevant", "former relevant child": "former_relevant",
        "former relevant": "former_relevant", "c": "qualifying", "c) qualifying care leaver": "qualifying",
        "qualifying care leaver": "qualifying",
    },
)  # fmt: skip

IN_TOUCH = code_set(
    "Whether the authority is in touch",
    _CARE,
    {
        "YES": "Yes",
        "NO": "No",
        "DIED": "Died",
        "REFU": "Refuses contact",
        "NREQ": "No longer requires services",
        "RHOM": "Returned home for six months or more",
    },
    {"a": "YES", "a) yes": "YES", "b": "NO", "b) no": "NO", "c": "DIED", "c) died": "DIED", "d": "REFU", "d) refu": "REFU",
     "e": "NREQ", "e) nreq": "NREQ", "f": "RHOM", "f) rhom": "RHOM"},
)  # fmt: skip

ACCOMMODATION = code_set(
    "Accommodation of a care leaver",
    _CARE,
    {
        "B": "With parents or relatives",
        "C": "Community home or other residential care",
        "D": "Semi-independent, transitional accommodation",
        "E": "Supported lodgings",
        "G": "Gone abroad",
        "H": "Deported",
        "K": "Ordinary lodgings, without formal support",
        "R": "Residence not known",
        "S": "No fixed abode or homeless",
        "T": "Foyer or similar supported accommodation",
        "U": "Independent living",
        "V": "Emergency accommodation",
        "W": "Bed and breakfast",
        "X": "In custody",
        "Y": "Other accommodation",
        "Z": "With former foster carers",
    },
)

ACTIVITIES = code_set(
    "Activity of a care leaver",
    _CARE,
    {
        "F1": "Full time in higher education",
        "P1": "Part time in higher education",
        "F2": "Full time in other education",
        "P2": "Part time in other education",
        "F3": "Full time in training or employment",
        "P3": "Part time in training or employment",
        "F4": "Full time in an apprenticeship",
        "P4": "Part time in an apprenticeship",
        "F5": "Full time in employment or training other than an apprenticeship",
        "P5": "Part time in employment or training other than an apprenticeship",
        "G4": "Not in education, employment or training: illness or disability",
        "G5": "Not in education, employment or training: other circumstances",
        "G6": "Not in education, employment or training: pregnancy or parenting",
    },
)

ADOPTION_REVERSALS = code_set(
    "Reason why a child is no longer placed for adoption",
    _CARE,
    {
        "RD1": "The child's needs changed after the decision",
        "RD2": "The court did not make a placement order",
        "RD3": "Prospective adopters could not be found",
        "RD4": "Any other reason",
    },
)

ADOPTER_REASONS = code_set(
    "Reason for leaving the adoption process",
    "Annex A, list 11",
    {"1": "Adopter withdrew", "2": "Process put on hold", "3": "Application refused"},
)

DISABILITIES = code_set(
    "Disability",
    _CIN,
    {
        "NONE": "No disability",
        "MOB": "Mobility",
        "HAND": "Hand function",
        "PC": "Personal care",
        "INC": "Incontinence",
        "COMM": "Communication",
        "LD": "Learning",
        "HEAR": "Hearing",
        "VIS": "Vision",
        "BEH": "Behaviour",
        "CON": "Consciousness",
        "AUT": "Autism or Asperger syndrome",
        "DDA": "Other disability under the Equality Act 2010",
    },
)

MISSING_KINDS = code_set("Kind of missing episode", _CARE, {"M": "Missing", "A": "Away from placement without authorisation"})

ALL: tuple[CodeSet, ...] = tuple(value for value in list(globals().values()) if isinstance(value, CodeSet))
"""Every code set, in the order of this page."""
