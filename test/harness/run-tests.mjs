console.error('npm test is not wired yet.');
process.exit(1);
