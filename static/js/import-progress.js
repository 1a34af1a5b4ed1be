// Looks again after a while; without this script there is a button that does the same.
window.setTimeout(() => window.location.reload(), 4000);
