import { describe, expect, it } from 'vitest';
import { classifyField, typeKindOf, wordsOf } from '../../server/src/link/classify';
import { fieldTerms } from '../../server/src/model/lexicon/field-terms';

/** Name, entity, type, class. */
type Case = readonly [string, string | null, string | null, string | null];

const classified: readonly Case[] = [
  ['password', 'User', 'String', 'credential'],
  ['passwordHash', 'User', 'String', 'credential'],
  ['password_hash', 'User', 'varchar(255)', 'credential'],
  ['passwordhash', null, null, 'credential'],
  ['hashedPassword', 'Account', 'string | null', 'credential'],
  ['encryptedPassword', null, 'string', 'credential'],
  ['PASSWORD_DIGEST', null, 'text', 'credential'],
  ['users[].passwordHash', 'User', 'String', 'credential'],
  ['passwordHash', 'Gadget', 'Buffer', 'credential'],
  ['salt', 'User', 'String', 'credential'],
  ['hash', 'User', 'string', 'credential'],
  ['pin', 'Customer', 'String', 'credential'],
  ['pinCode', 'Customer', 'Int', 'credential'],
  ['securityAnswer', 'User', 'String', 'credential'],
  ['secret', 'Webhook', 'String', 'secret'],
  ['clientSecret', 'OAuthClient', 'String', 'secret'],
  ['apiKey', 'Organization', 'String?', 'secret'],
  ['APIKey', null, null, 'secret'],
  ['stripeApiKey', 'Tenant', 'string', 'secret'],
  ['api-keys', null, 'string[]', 'secret'],
  ['privateKey', 'Certificate', 'String', 'secret'],
  ['webhookSigningKey', null, null, 'secret'],
  ['awsSecretAccessKey', null, null, 'secret'],
  ['databaseUrl', 'Project', 'String', 'secret'],
  ['key', 'ApiKey', 'String', 'secret'],
  ['resetToken', 'User', 'String', 'recovery'],
  ['resetPasswordToken', 'User', 'String', 'recovery'],
  ['emailVerificationToken', 'User', 'String', 'recovery'],
  ['otp', 'User', 'Int', 'recovery'],
  ['otpSecret', 'User', 'String', 'recovery'],
  ['twoFactorSecret', 'User', 'String', 'recovery'],
  ['mfaBackupCodes', 'User', 'String[]', 'recovery'],
  ['inviteToken', 'Membership', 'String', 'recovery'],
  ['token', 'PasswordReset', 'String', 'recovery'],
  ['token', 'Invitation', 'String', 'recovery'],
  ['refreshToken', 'User', 'String', 'session'],
  ['access_token', 'Account', 'String', 'session'],
  ['fcmToken', 'Device', 'String', 'session'],
  ['token', 'Session', 'String', 'session'],
  ['sessionId', 'Login', 'String', 'session'],
  ['sessionId', null, null, 'session'],
  ['sid', 'Session', 'String', 'session'],
  ['user_session_id', 'User', 'String', 'session'],
  ['token', 'RefreshToken', 'String', 'session'],
  ['cardNumber', 'Payment', 'String', 'financial'],
  ['cvv', null, 'number', 'financial'],
  ['iban', 'Payout', 'String', 'financial'],
  ['salary', 'Employee', 'Decimal', 'financial'],
  ['balance', 'Account', 'Decimal', 'financial'],
  ['ssn', 'Employee', 'String', 'government-id'],
  ['passportNumber', null, 'string', 'government-id'],
  ['nationalId', 'Applicant', 'String', 'government-id'],
  ['diagnosis', 'Patient', 'String', 'health'],
  ['allergies', 'Patient', 'String[]', 'health'],
  ['bloodType', 'Donor', 'BloodType', 'health'],
  ['email', 'User', 'String', 'personal.contact'],
  ['email', null, null, 'personal.contact'],
  ['contactEmail', 'Order', 'String', 'personal.contact'],
  ['phone2', 'Customer', 'String', 'personal.contact'],
  ['street', 'Customer', 'String', 'personal.contact'],
  ['dateOfBirth', 'User', 'DateTime', 'personal'],
  ['age', 'Patient', 'Int', 'personal'],
  ['lastLoginIp', 'User', 'String', 'personal'],
  ['isAdmin', 'User', 'Boolean', 'internal'],
  ['role', 'User', 'Role', 'internal'],
  ['failedLoginAttempts', 'User', 'Int', 'internal'],
  ['__v', 'User', 'Number', 'internal'],
];

const harmless: readonly Case[] = [
  ['veriffSessionId', 'Partner', 'String', null],
  ['sessionId', 'Execution', 'String', null],
  ['stripeCheckoutSessionId', 'Payout', 'String', null],
  ['passwordChangedAt', 'User', 'DateTime', null],
  ['passwordChangedAt', 'User', null, null],
  ['passwordExpiresAt', 'User', 'Date', null],
  ['passwordResetRequired', 'User', 'Boolean', null],
  ['hasPassword', 'User', 'Boolean', null],
  ['hasPassword', 'User', null, null],
  ['requiresPassword', null, null, null],
  ['password', 'LoginOption', 'Boolean', null],
  ['passwordPolicy', null, 'string', null],
  ['passwordStrength', null, 'string', null],
  ['passwordMinLength', null, null, null],
  ['minPassword', null, null, null],
  ['secretVersion', null, 'number', null],
  ['secret', 'Gist', 'boolean', null],
  ['secretName', null, 'string', null],
  ['secretArn', null, 'string', null],
  ['secretary', 'Office', 'string', null],
  ['tokenCount', 'Message', 'Int', null],
  ['tokensUsed', null, 'number', null],
  ['maxTokens', null, 'number', null],
  ['promptTokens', 'Usage', 'Int', null],
  ['nextToken', null, 'string', null],
  ['nextPageToken', null, 'string', null],
  ['continuationToken', null, 'string', null],
  ['tokenType', null, 'string', null],
  ['csrfToken', null, 'string', null],
  ['colorToken', null, 'string', null],
  ['token', null, 'string', null],
  ['token', 'Lexeme', 'string', null],
  ['shippingAddress', 'Order', 'String', null],
  ['pinned', 'Note', 'Boolean', null],
  ['pin', 'Board', 'String', null],
  ['pin', null, 'string', null],
  ['spin', 'User', 'String', null],
  ['mapPin', 'User', 'String', null],
  ['avatarHash', 'User', 'String', null],
  ['drivingAge', 'Customer', 'Int', null],
  ['publicKey', 'User', 'String', null],
  ['accessKeyId', null, 'string', null],
  ['commitHash', 'Deployment', 'String', null],
  ['fileHash', 'Upload', 'String', null],
  ['hash', 'Block', 'String', null],
  ['etag', null, 'string', null],
  ['hashtags', 'Post', 'String[]', null],
  ['salt', 'Recipe', 'String', null],
  ['emailVerified', 'User', 'Boolean', null],
  ['emailTemplate', null, 'string', null],
  ['emailNotifications', 'User', 'Boolean', null],
  ['cardType', 'Payment', 'String', null],
  ['cardBrand', 'Payment', 'String', null],
  ['last4', 'Card', 'String', null],
  ['maskedCardNumber', 'Payment', 'String', null],
  ['redactedEmail', 'User', 'String', null],
  ['balance', 'Chemistry', 'Float', null],
  ['age', 'Wine', 'Int', null],
  ['street', 'Shop', 'String', null],
  ['role', 'Node', 'String', null],
  ['diagnosis', 'Compiler', 'String', null],
  ['fingerprint', 'Certificate', 'String', null],
  ['password', 'UserScalarFieldEnum', 'string', null],
  ['password', 'ValidationMessages', 'string', null],
  ['company', 'User', 'String', null],
  ['title', 'Note', 'String', null],
  ['apiKeyEnabled', null, 'boolean', null],
  ['', null, null, null],
];

describe('classifying fields', () => {
  it.each(classified)('%s of %s (%s) is %s', (name, entity, type, expected) => {
    expect(classifyField(name, { entity, type })).toBe(expected);
  });

  it.each(harmless)('%s of %s (%s) is nothing', (name, entity, type, expected) => {
    expect(classifyField(name, { entity, type })).toBe(expected);
  });

  it('takes the words of the project', () => {
    const add = { membershipNumber: 'personal', 'Device.serial': 'secret' };
    expect(classifyField('userMembershipNumber', { entity: 'User', type: 'String', add })).toBe('personal');
    expect(classifyField('serial', { entity: 'Device', type: 'String', add })).toBe('secret');
    expect(classifyField('serial', { entity: 'Printer', type: 'String', add })).toBe(null);
  });

  it('leaves out what the project takes away: a name, a term, one field of an entity', () => {
    expect(classifyField('sharedSecret', { entity: 'Room', type: 'String', remove: ['sharedSecret'] })).toBe(null);
    expect(classifyField('sharedSecret', { entity: 'Room', type: 'String', remove: ['secret'] })).toBe(null);
    expect(classifyField('sharedSecret', { entity: 'Room', type: 'String', remove: ['Room.shared_secret'] })).toBe(null);
    expect(classifyField('sharedSecret', { entity: 'Hall', type: 'String', remove: ['Room.shared_secret'] })).toBe('secret');
    expect(classifyField('otpSecret', { entity: 'User', type: 'String', remove: ['secret'] })).toBe('recovery');
  });

  it('splits names in every case style', () => {
    expect(wordsOf('userAPIKey')).toEqual(['user', 'api', 'key']);
    expect(wordsOf('USER_API_KEY')).toEqual(['user', 'api', 'key']);
    expect(wordsOf('x-api-key')).toEqual(['x', 'api', 'key']);
    expect(wordsOf('OAuthID')).toEqual(['o', 'auth', 'id']);
  });

  it.each([
    ['String?', 'other'], ['boolean | null', 'boolean'], ['Int', 'number'], ['decimal(10,2)', 'number'], ['DateTime?', 'date'], ['timestamp with time zone', 'date'],
    ['string | number', 'other'], ['tinyint(1)', 'boolean'], ['Array<number>', 'number'], ['number[]', 'number'], [null, 'other'],
  ] as const)('sees that the type %s is %s', (type, kind) => {
    expect(typeKindOf(type)).toBe(kind);
  });
});

describe('the lexicon', () => {
  it('holds every name once for an owner, in plain words', () => {
    const seen = new Set<string>();
    for (const row of fieldTerms) {
      for (const name of row.names) {
        expect(name).toMatch(/^[a-z0-9]+( [a-z0-9]+)*$/);
        expect(seen.has(name), `${name} is there twice`).toBe(false);
        seen.add(name);
      }
    }
  });
});
