"""What checks find in the records: by rule, team and age, one child's in the order to mend them, known problems, and campaigns."""
