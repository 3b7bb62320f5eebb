"""Publications: editions that are out, looking at the next before it is, publishing, errata, and members' packs."""
