"""A small extract, written by hand, for tests of everything above the sources: three children, two teams, one worker each."""

from __future__ import annotations

from pathlib import Path

FILES = {
    "people.csv": """child,given_name,family_name,born_on,sex,ethnicity,disabled
1001,Ada,Moor,03/02/2015,2,WBRI,No
1002,Ben,Moor,14/07/2018,1,MWBC,Yes
1003,Cai,Stone,01/01/2010,1,,
""",
    "teams.csv": """team,name,kind,service,locality
T1,East A,safeguarding,Safeguarding,East
T2,Jigsaw,disabilities,Children with disabilities,
""",
    "workers.csv": """worker,name,qualified
W1,First Worker,Yes
W2,Second Worker,No
""",
    "posts.csv": """worker,team,fte,started_on
W1,T1,1,01/01/2020
W2,T2,0.5,01/01/2020
""",
    "referrals.csv": """id,child,received_on,source,no_further_action,team,worker
R1,1001,05/01/2023,6,No,T1,W1
R2,1001,10/01/2024,2A,No,T1,W1
R3,1002,11/01/2024,6,Yes,T2,W2
R4,1003,31/02/2024,6,No,T1,W1
""",
    "assessments.csv": """id,child,started_on,completed_on,team,worker
A1,1001,05/01/2023,10/03/2023,T1,W1
""",
    "episodes_of_need.csv": """id,child,started_on
E1,1001,05/01/2023
""",
    "child_in_need_plans.csv": """id,child,started_on,ended_on
N1,1002,01/06/2023,
""",
    "child_protection_plans.csv": """id,child,started_on,ended_on,latest_category
P1,1001,01/03/2023,,NEG
""",
    "periods_of_care.csv": """id,child,started_on,ended_on,end_reason
C1,1003,01/02/2022,15/01/2024,E4A
""",
    "care_leavers.csv": """id,child,started_on
""",
    "visits.csv": """id,child,happened_on,recorded_on,authorised_on,purpose,mode,child_seen
V1,1001,25/01/2024,26/01/2024,26/01/2024,child_protection,face_to_face,Yes
V2,1001,30/01/2024,31/01/2024,,child_protection,face_to_face,Yes
""",
    "allocations.csv": """id,child,role,worker,team,started_on
L1,1001,primary,W1,T1,05/01/2023
L2,1002,primary,W2,T2,01/06/2023
L3,1003,primary,W1,T1,01/02/2022
""",
}

SETTINGS = """
authority: E06009998
name: Smallshire
populations:
  - {from: 2020-04-01, children_under_18: 10000, release: "Mid-2020 estimate"}
targets:
  cp_plans: [{from: 2022-04-01, value: 1, tolerance: 1}]
"""


def write_extract(folder: Path) -> Path:
    """Write the extract's files into a folder, and give the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
