"""Published sources that an entry cites: guidance, statute, research, local procedure (S1, domain.md row 52)."""
