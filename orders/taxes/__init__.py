"""Tax that the market withholds from households and individuals (Decree 252/2026/NĐ-CP, arts 43 to 46)."""
