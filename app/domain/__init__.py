"""The field's own terms and rules, without Qt, SQL, crypto, PDF or files."""
