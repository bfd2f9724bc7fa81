//! How sure a number is: intervals, tests, power, corrections for many tests, and control over time.
