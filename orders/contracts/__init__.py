"""The contract of an order: who agreed on what with whom, as a document that stays as it was issued."""
