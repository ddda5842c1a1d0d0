"""Acts off the board: who signed in, took an export, changed a role. Ids only, never what a case says."""
