"""How practitioners write dates, times, durations and ages, by theme: words, pieces of pattern, ordered rules."""
