"""Calendar: meetings by month and by week."""
