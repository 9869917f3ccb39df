"""Partners: the liaison matrix, the promise ledger, doubles side by side, and one page per partner."""
