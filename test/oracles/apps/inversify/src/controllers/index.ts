import './admin.controller';
import './auth.controller';
import './files.controller';
import './health.controller';
import './items.controller';
import './lookup.controller';
