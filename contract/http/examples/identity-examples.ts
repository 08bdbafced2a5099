import type { AnswerOf, ExampleOf } from './example-of.ts'
import { IDS } from './story.ts'

type OperatorOperation = 'putOperator' | 'listOperators' | 'postNewBadge' | 'postBadgeSheet'
type TokenOperation = 'postToken' | 'listTokens' | 'revokeToken'
type UserOperation =
  'putUser' | 'listUsers' | 'disableUser' | 'changePassword' | 'signIn' | 'signOut'

const sanne = {
  ref: 'sanne',
  name: 'Sanne Bakker',
  roles: ['picker', 'loader'],
  active: true,
  hasPin: true,
} satisfies AnswerOf<'listOperators', 200>['items'][number]

const ilse: AnswerOf<'putUser', 200> = {
  name: 'ilse',
  displayName: 'Ilse de Groot',
  email: 'ilse@vloeren.example',
  role: 'supervisor',
  createdAt: '2026-03-02T07:20:11.000Z',
  disabledAt: null,
}

const operatorExamples: { [N in OperatorOperation]: ExampleOf<N> } = {
  putOperator: {
    params: { ref: 'sanne' },
    body: { name: 'Sanne Bakker', roles: ['picker', 'loader'], pin: '4711', active: true },
    answers: { 200: { ...sanne, badgeCode: 'LLB7K3QW9TFA2MD0' } },
  },
  listOperators: {
    answers: {
      200: {
        items: [
          { ...sanne, ref: 'ilse', name: 'Ilse de Groot', roles: ['picker', 'supervisor'] },
          sanne,
        ],
      },
    },
  },
  postBadgeSheet: {
    body: { refs: ['sanne'] },
    answers: { 200: { items: [{ ...sanne, badgeCode: 'LLB7K3QW9TFA2MD0' }] } },
  },
  postNewBadge: {
    params: { ref: 'sanne' },
    answers: { 200: { badgeCode: 'LLB7K3QW9TFA2MD0' } },
  },
}

const tokenExamples: { [N in TokenOperation]: ExampleOf<N> } = {
  postToken: {
    body: { name: 'webshop', scopes: ['orders:write', 'orders:read'], expiresInDays: 365 },
    answers: {
      201: {
        id: IDS.token,
        token: 'll_b8Qx2mVw5Kd0Rt7yZc3Lh9Nf1Js6Pg4Ua8Ei2Ow5Xk0',
        expiresAt: '2027-03-02T07:15:20.000Z',
      },
    },
  },
  listTokens: {
    query: { after: '', limit: 100 },
    answers: {
      200: {
        items: [
          {
            id: IDS.token,
            name: 'webshop',
            scopes: ['orders:read', 'orders:write'],
            createdAt: '2026-03-02T07:15:20.000Z',
            createdBy: 'admin',
            expiresAt: '2027-03-02T07:15:20.000Z',
            revokedAt: null,
          },
        ],
        next: null,
      },
    },
  },
  revokeToken: { params: { id: IDS.token }, answers: {} },
}

const userExamples: { [N in UserOperation]: ExampleOf<N> } = {
  putUser: {
    params: { name: 'ilse' },
    body: {
      displayName: 'Ilse de Groot',
      email: 'ilse@vloeren.example',
      role: 'supervisor',
      password: 'vier kratten eikenhout',
    },
    answers: { 200: ilse },
  },
  listUsers: { answers: { 200: { items: [ilse] } } },
  disableUser: {
    params: { name: 'joris' },
    answers: {
      200: {
        name: 'joris',
        displayName: 'Joris Smeets',
        email: null,
        role: 'loader',
        createdAt: '2026-03-02T07:22:48.000Z',
        disabledAt: '2026-04-14T06:30:00.000Z',
      },
    },
  },
  changePassword: {
    params: { name: 'ilse' },
    body: { current: 'vier kratten eikenhout', new: 'negen pallets in de mist' },
    answers: {},
  },
  signIn: {
    body: { name: 'ilse', password: 'vier kratten eikenhout' },
    answers: {
      201: {
        token: 'Yk2Vt9Qm4Xs7Lb0Wc5Hd8Rf3Nj6Pg1Ze4Ua7Ti0Ok2M',
        expiresAt: '2026-04-14T19:58:40.000Z',
        name: 'ilse',
        displayName: 'Ilse de Groot',
        role: 'supervisor',
        scopes: ['office:read', 'orders:read', 'exceptions:read', 'exceptions:write'],
      },
    },
  },
  signOut: { answers: {} },
}

const auditExamples: { listAudit: ExampleOf<'listAudit'> } = {
  listAudit: {
    query: {
      who: 'token:webshop',
      target: '/v1/order-intents',
      operation: 'postOrderIntent',
      order: 'oldest',
      after: 8_800,
      limit: 100,
    },
    answers: {
      200: {
        items: [
          {
            id: 8_812,
            recordedAt: '2026-04-14T08:12:31.204Z',
            who: 'token:webshop',
            operation: 'postOrderIntent',
            target: '/v1/order-intents',
            detail: { sourceSystem: 'webshop', orderIntentId: '2026-000123' },
            before: null,
            requestId: IDS.request,
          },
        ],
        next: null,
      },
    },
  },
}

export const identityExamples = {
  ...operatorExamples,
  ...tokenExamples,
  ...userExamples,
  ...auditExamples,
}
