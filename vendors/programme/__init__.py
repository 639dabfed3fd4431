"""The province's register of OCOP products: taken in from its spreadsheet, compared, matched to producers, kept."""
