/** Words in the name of an entity that make its rows people or their accounts. */
export const personWords: ReadonlySet<string> = new Set([
  'user', 'customer', 'patient', 'account', 'applicant', 'employee', 'member', 'person', 'people', 'profile', 'contact', 'client', 'guest', 'student', 'teacher',
  'doctor', 'driver', 'lead', 'subscriber', 'admin', 'administrator', 'staff', 'worker', 'candidate', 'author', 'owner', 'participant', 'buyer', 'seller', 'recipient', 'passenger',
  'visitor', 'citizen', 'resident', 'beneficiary', 'cardholder', 'payee', 'identity', 'credential', 'login', 'wallet', 'attendee', 'reporter', 'operator',
]);

/** First words that turn a name into a question, a limit or a masked value: `hasPassword`, `maxTokens`, `maskedCardNumber`. */
export const harmlessFirstWords: ReadonlySet<string> = new Set([
  'is', 'has', 'had', 'can', 'should', 'must', 'requires', 'require', 'required', 'needs', 'need', 'uses', 'use', 'allow', 'allows', 'allowed', 'enable', 'enabled', 'enables',
  'show', 'hide', 'with', 'without', 'no', 'min', 'max', 'total', 'num', 'number', 'count', 'forgot', 'reset', 'change', 'force', 'expired', 'masked', 'mask', 'redacted', 'redact',
  'obfuscated', 'censored', 'truncated', 'public', 'missing', 'supports', 'accepts', 'send', 'skip',
]);

/** Last words of an owner that hold texts about fields, not fields. */
export const textOwnerWords: ReadonlySet<string> = new Set(['enum', 'labels', 'messages', 'message', 'translations', 'errors', 'placeholders', 'tokens', 'theme', 'usage']);

/** How type names of the languages and libraries fall into the kinds that can contradict a class. */
export const typeKinds: Readonly<Record<'number' | 'date' | 'boolean' | 'enum', ReadonlySet<string>>> = {
  boolean: new Set(['boolean', 'bool', 'true', 'false', 'tinyint(1)', 'bit']),
  date: new Set(['date', 'datetime', 'timestamp', 'timestamptz', 'timestamp with time zone', 'timestamp without time zone', 'time', 'dayjs', 'moment', 'datetime2']),
  number: new Set([
    'number', 'int', 'integer', 'float', 'double', 'double precision', 'decimal', 'numeric', 'bigint', 'smallint', 'tinyint', 'mediumint', 'real', 'money', 'int2', 'int4', 'int8', 'float4', 'float8',
    'serial', 'bigserial', 'decimal128', 'int32', 'long',
  ]),
  enum: new Set(['enum', 'simple-enum']),
};
