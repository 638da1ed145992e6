/** What a field holds, as the outer contract writes it; dots make sub-classes. */
export type FieldClass =
  | 'credential' | 'secret' | 'recovery' | 'session' | 'financial' | 'government-id' | 'health' | 'personal.contact' | 'personal' | 'internal';

/**
 * Names that mean a class of data. A name is a sequence of words that is compared with the end of a field's name, written in any case
 * style or glued together (`api key` meets `apiKey`, `API_KEY`, `apikey` and `stripeApiKey`).
 */
export interface FieldTerms {
  readonly class: FieldClass;
  /**
   * `always`; `unless-other`: the owner is a person or not known; `person`: the owner is known to be a person or an account. Words that
   * mean other things elsewhere (`pin`, `age`, `balance`) need the person.
   */
  readonly owner: 'always' | 'unless-other' | 'person';
  /** `end`: the name ends with it; `whole`: the name is it. */
  readonly match: 'end' | 'whole';
  /** Kinds of type that do not contradict the class besides text and objects. */
  readonly also: readonly ('number' | 'date' | 'boolean')[];
  readonly names: readonly string[];
}

/** The lexicon of sensitive fields; the longest match decides, not the order. */
export const fieldTerms: readonly FieldTerms[] = [
  {
    class: 'credential', owner: 'always', match: 'end', also: [],
    names: [
      'password', 'passwd', 'pwd', 'passphrase', 'password hash', 'passwd hash', 'pwd hash', 'pass hash', 'pw hash', 'password digest', 'password salt',
      'password encrypted', 'password hashed', 'password history', 'security answer', 'secret answer',
    ],
  },
  { class: 'credential', owner: 'always', match: 'end', also: ['number'], names: ['pin code hash', 'user pin', 'card pin', 'login pin', 'pin hash'] },
  { class: 'credential', owner: 'person', match: 'whole', also: ['number'], names: ['pin', 'pin code'] },
  { class: 'credential', owner: 'person', match: 'whole', also: [], names: ['salt', 'hash', 'pass', 'passcode'] },
  {
    class: 'secret', owner: 'always', match: 'end', also: [],
    names: [
      'secret', 'client secret', 'api key', 'api secret', 'api token', 'api key hash', 'private key', 'signing key', 'encryption key', 'webhook secret', 'access key',
      'secret key', 'secret access key', 'master key', 'connection string', 'database url', 'service account key', 'service account json', 'personal access token',
    ],
  },
  {
    class: 'recovery', owner: 'always', match: 'end', also: [],
    names: [
      'reset token', 'password reset token', 'reset password token', 'password token', 'reset code', 'verification token', 'verify token', 'email token', 'confirmation token',
      'activation token', 'otp secret', 'totp secret', 'mfa secret', '2fa secret', 'two factor secret', 'two factor auth secret', 'authenticator secret', 'totp key', 'otp auth url',
      'backup code', 'recovery code', 'recovery key', 'recovery token', 'magic link', 'magic link token', 'magic token', 'invite token', 'invitation token', 'unlock token',
      'one time password', 'one time token', 'one time code', 'seed phrase', 'reset token hash',
    ],
  },
  { class: 'recovery', owner: 'always', match: 'end', also: ['number'], names: ['otp', 'otp code', 'totp', 'confirmation code', 'verification code', 'activation code', 'sms code'] },
  {
    class: 'session', owner: 'always', match: 'end', also: [],
    names: [
      'refresh token', 'session token', 'access token', 'auth token', 'bearer token', 'id token', 'jwt', 'jwt token', 'csrf secret', 'remember token', 'remember me token',
      'fcm token', 'device token', 'push token', 'login token', 'oauth token', 'refresh token hash', 'session key', 'authentication token',
    ],
  },
  // A session that a vendor counts (`veriffSessionId`) or that a chat has (`Execution.sessionId`) signs nobody in.
  { class: 'session', owner: 'unless-other', match: 'whole', also: [], names: ['session id', 'sid', 'user session id', 'auth session id', 'login session id', 'web session id', 'php session id', 'current session id'] },
  {
    class: 'financial', owner: 'always', match: 'end', also: ['number'],
    names: [
      'card number', 'credit card', 'credit card number', 'debit card number', 'cc number', 'cvv', 'cvv2', 'cvc', 'cvc2', 'card security code', 'iban', 'bank account', 'bank account number',
      'routing number', 'sort code', 'tax id', 'salary', 'annual income', 'monthly income', 'net worth',
    ],
  },
  { class: 'financial', owner: 'unless-other', match: 'end', also: ['number'], names: ['account number', 'tax number', 'vat number', 'swift code', 'bic', 'income'] },
  { class: 'financial', owner: 'always', match: 'end', also: ['number', 'date'], names: ['card expiry', 'card expiration', 'card expiration date', 'card expiry date'] },
  { class: 'financial', owner: 'person', match: 'whole', also: ['number'], names: ['pan', 'balance', 'account balance', 'vat'] },
  {
    class: 'government-id', owner: 'always', match: 'end', also: ['number'],
    names: [
      'ssn', 'social security number', 'social insurance number', 'national id', 'national id number', 'national insurance number', 'nino', 'passport number', 'passport no',
      'driving licence', 'driving licence number', 'driving license', 'driving license number', 'driver license', 'driver license number', 'drivers license', 'drivers license number',
      'tax file number', 'aadhaar', 'aadhaar number', 'pesel', 'personnummer', 'identity card number', 'government id',
    ],
  },
  { class: 'government-id', owner: 'unless-other', match: 'end', also: ['number'], names: ['curp', 'cpf', 'dni'] },
  { class: 'government-id', owner: 'person', match: 'whole', also: ['number'], names: ['nif', 'bsn', 'nrc', 'sin', 'passport'] },
  {
    class: 'health', owner: 'always', match: 'end', also: ['number'],
    names: ['medical record number', 'medical record', 'medical history', 'nhs number', 'blood type', 'blood group', 'sexual orientation', 'political opinion', 'face encoding', 'genetic data', 'health condition'],
  },
  {
    class: 'health', owner: 'unless-other', match: 'end', also: [],
    names: ['diagnosis', 'diagnoses', 'medication', 'allergy', 'allergies', 'disability', 'disabilities', 'ethnicity', 'religion', 'biometric', 'biometric data'],
  },
  { class: 'health', owner: 'person', match: 'whole', also: [], names: ['mrn', 'fingerprint', 'race', 'genetic'] },
  {
    class: 'personal.contact', owner: 'always', match: 'end', also: ['number'],
    names: ['email', 'e mail', 'email address', 'phone', 'phone number', 'mobile number', 'mobile phone', 'telephone', 'telephone number', 'home address', 'whatsapp number', 'cell phone'],
  },
  {
    class: 'personal.contact', owner: 'person', match: 'end', also: ['number'],
    names: ['mobile', 'address', 'street', 'street address', 'postcode', 'postal code', 'zip', 'zip code'],
  },
  { class: 'personal', owner: 'always', match: 'end', also: ['number', 'date'], names: ['date of birth', 'dob', 'birth date', 'birthday', 'birthdate', 'year of birth', 'place of birth'] },
  { class: 'personal', owner: 'always', match: 'end', also: ['number'], names: ['ip address', 'user agent', 'last login ip', 'first name', 'last name', 'full name', 'maiden name', 'surname'] },
  { class: 'personal', owner: 'person', match: 'whole', also: ['number'], names: ['age', 'gender', 'latitude', 'longitude', 'lat', 'lng', 'location', 'geo location', 'nationality', 'marital status', 'ip'] },
  {
    class: 'internal', owner: 'always', match: 'whole', also: ['number', 'date', 'boolean'],
    names: [
      'is admin', 'is superuser', 'is super admin', 'is staff', 'deleted at', 'internal note', 'internal notes', 'risk score', 'fraud score', 'failed login attempts', 'failed login count', 'login attempts',
      'locked until', 'stripe customer id', 'tenant id', 'v', 'deleted by', 'is deleted',
    ],
  },
  { class: 'internal', owner: 'unless-other', match: 'whole', also: ['number', 'boolean'], names: ['role', 'roles', 'permission', 'permissions', 'privileges'] },
];

/** Whole names that only mean something by what owns them: the `token` of a session, the `key` of an API key. */
export const ownedTerms: readonly { readonly names: readonly string[]; readonly owners: readonly string[]; readonly class: FieldClass }[] = [
  { names: ['token', 'token hash', 'hash'], owners: ['session', 'refresh token', 'access token', 'auth token', 'login token', 'user token', 'personal access token'], class: 'session' },
  { names: ['session id', 'sid'], owners: ['session', 'user session', 'auth session', 'login session', 'login'], class: 'session' },
  { names: ['key', 'token', 'hash', 'key hash', 'hashed key', 'value'], owners: ['api key', 'api token', 'access key', 'secret'], class: 'secret' },
  {
    names: ['token', 'code', 'token hash', 'hash'],
    owners: ['password reset', 'password reset token', 'reset token', 'verification token', 'email verification', 'verification', 'verification code', 'invite', 'invitation', 'magic link', 'otp', 'recovery code', 'backup code'],
    class: 'recovery',
  },
  { names: ['token'], owners: ['user', 'account', 'admin'], class: 'session' },
];
