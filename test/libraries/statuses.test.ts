import { describe, expect, it } from 'vitest';
import { createWorkspace } from '../../server/src/engine/workspace';
import { defaultConfig } from '../../server/src/model/config';
import { memoryTree } from '../checks/memory-tree';

/** The statuses of the answers of a handler after these imports. */
function statuses(head: string, body: string): (number | null)[] {
  const app = `import express from 'express';\n${head}\nconst app = express();\napp.post('/x', async (req, res) => { ${body} });\napp.listen(1);`;
  const { endpoints } = createWorkspace(memoryTree({ 'package.json': '{ "name": "x" }', 'app.ts': app }), defaultConfig('2026-01-01')).snapshot().model;
  return endpoints.flatMap(({ responses }) => responses.map(({ status }) => status));
}

describe('http-status-codes', () => {
  it.each([
    ["import { StatusCodes } from 'http-status-codes';", 'StatusCodes.CREATED', 201],
    ["import { StatusCodes as S } from 'http-status-codes';", 'S.MOVED_TEMPORARILY', 302],
    ["import HttpStatus from 'http-status-codes';", 'HttpStatus.UNPROCESSABLE_ENTITY', 422],
    ["import * as HttpStatus from 'http-status-codes';", 'HttpStatus.OK', 200],
    ["import * as codes from 'http-status-codes';", 'codes.StatusCodes.IM_A_TEAPOT', 418],
    ["const { StatusCodes } = require('http-status-codes');", 'StatusCodes.REQUEST_TOO_LONG', 413],
    ["const HttpStatus = require('http-status-codes');", 'HttpStatus.NON_AUTHORITATIVE_INFORMATION', 203],
    ["const HttpStatus = require('http-status-codes');", 'HttpStatus.StatusCodes.NO_CONTENT', 204],
    ["import { getStatusCode, ReasonPhrases } from 'http-status-codes';", 'getStatusCode(ReasonPhrases.NOT_FOUND)', 404],
    ["import { StatusCodes } from 'http-status-codes';", 'StatusCodes[StatusCodes[409]]', 409],
  ])('%s %s', (head, code, status) => { expect(statuses(head, `res.status(${code}).json({});`)).toEqual([status]); });

  it('has phrases for statuses', () => {
    const head = "import { StatusCodes, ReasonPhrases, getReasonPhrase } from 'http-status-codes';";
    expect(statuses(head, 'if (getReasonPhrase(StatusCodes.NOT_FOUND) === ReasonPhrases.NOT_FOUND) res.status(201).end(); else res.status(202).end();')).toEqual([201]);
    expect(statuses(head, "if (getReasonPhrase(StatusCodes.OK) === 'OK') res.status(201).end(); else res.status(202).end();")).toEqual([201]);
    expect(statuses(head, "if (getReasonPhrase(req.body.a) === 'OK') res.status(201).end(); else res.status(202).end();")).toEqual([201, 202]);
  });

  it('gives each of several codes', () => {
    expect(statuses("import { StatusCodes } from 'http-status-codes';", 'res.status(req.body.a ? StatusCodes.CONFLICT : StatusCodes.GONE).json({});')).toEqual([409, 410]);
  });
});

describe('http-status', () => {
  it.each([
    ["import httpStatus from 'http-status';", 'httpStatus.CREATED', 201],
    ["import { status } from 'http-status';", 'status.IM_A_TEAPOT', 418],
    ["import { NOT_FOUND } from 'http-status';", 'NOT_FOUND', 404],
    ["const httpStatus = require('http-status');", 'httpStatus.REQUEST_ENTITY_TOO_LARGE', 413],
    ["const { status } = require('http-status');", 'status.TOO_EARLY', 425],
    ["const httpStatus = require('http-status').default;", 'httpStatus.FOUND', 302],
    ["import * as httpStatus from 'http-status';", 'httpStatus.OK', 200],
    ["import httpStatus from 'http-status';", "httpStatus[httpStatus['401_NAME']]", 401],
  ])('%s %s', (head, code, status) => { expect(statuses(head, `res.status(${code}).json({});`)).toEqual([status]); });
});

describe('other packages of such names', () => {
  it('are not known by the name of a constant', () => {
    expect(statuses("import { StatusCodes } from 'elsewhere';", 'res.status(StatusCodes.CREATED).json({});')).toEqual([null]);
  });
});
