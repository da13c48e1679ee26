package evaluation

// DayNumber is dayNumber.
var DayNumber = dayNumber
