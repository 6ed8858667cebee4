// Runs before the first paint, so that nobody sees the wrong theme flash by.
try {
  const theme = localStorage.getItem('sw-theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {}
