"""What training in supervision each person has had (S1 and S2, row 45). It is no appraisal, and none is made of it."""
