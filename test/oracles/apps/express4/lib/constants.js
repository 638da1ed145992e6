const STORAGE = { folder: 'files' };

exports.FILES_PREFIX = '/' + STORAGE.folder;
