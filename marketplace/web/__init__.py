"""What every page stands on: the application, transactions, errors, forms, paging, headers."""
