"""Published sources that an entry cites: guidance, statute, research, local procedure (S1; docs/domain.md, row 52)."""
