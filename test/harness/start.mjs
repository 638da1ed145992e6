console.error('npm start is not wired yet.');
