"""Practice profiles: dated, sourced reference data by nation, and the arithmetic of statutory clocks."""
