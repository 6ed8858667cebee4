import { assert, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Place } from '../events/schema.ts'
import { addressLikeness } from './address.ts'
import { apart, kilometres } from './apart.ts'
import { placeKey } from './keys.ts'

const at = (line1: string, postcode?: string, country?: string): Place => ({
  line1,
  ...(postcode && { postcode }),
  ...(country && { country }),
})

describe('likeness of addresses', () => {
  // Ways in which people write one address.
  it.each([
    ['Hauptstraße 12', 'Hauptstr. 12'],
    ['Hauptstraße 12', 'HAUPTSTRASSE 12'],
    ['12 Main Street Apt 4', '12 Main St. #4'],
    ['12 Main Street Apt 4', 'Apt 4, 12 Main St'],
    ['221B Baker Street', '221b Baker Stret'],
    ['15 rue de la République', '15, R. de la Republique'],
    ['Avenida de América 7', 'Avda. de America 7'],
    ['Piazza Garibaldi 3', 'P.za Garibaldi 3'],
    ['ул. Ленина, д. 5', 'Ulitsa Lenina 5'],
    ['Οδός Ερμού 10', 'Odos Ermou 10'],
    ['ul. Marszałkowska 8', 'Ulica Marszalkowska 8'],
    ['Kerkstraat 44', 'Kerkstr 44'],
    ['100 Boulevard Saint-Michel', '100 Bd St Michel'],
    ['Prinzregentenstraße 9', 'Prinzregentnestr 9'],
  ])('%s and %s are one', (a, b) => {
    expect(addressLikeness(at(a), at(b))).toBeGreaterThanOrEqual(0.85)
  })
  it.each([
    ['Hauptstraße 12', 'Bahnhofstraße 12'],
    ['12 Main Street', '48 Main Street'],
    ['15 rue de la République', '15 rue Victor Hugo'],
    ['Oak Road 1', 'Elm Road 1'],
    ['Kerkstraat 44', 'Dorpsstraat 9'],
  ])('%s and %s are two', (a, b) => {
    expect(addressLikeness(at(a), at(b))).toBeLessThan(0.8)
  })
  it('counts town and country, and is not known without a street', () => {
    const here = at('Ring 1', '10115', 'DE')
    expect(addressLikeness(here, at('Ring 1', '80331', 'DE'))).toBe(0.8)
    expect(addressLikeness(here, at('Ring 1', '10115', 'AT'))).toBe(0.8)
    expect(addressLikeness(here, { city: 'Berlin' })).toBeUndefined()
    expect(addressLikeness(here, at('...'))).toBeUndefined()
  })
  it('is the same both ways, 1 with itself, and never outside 0 to 1, for any text', () => {
    assert(
      property(string({ unit: 'grapheme', maxLength: 60 }), string({ unit: 'grapheme', maxLength: 60 }), (a, b) => {
        const one = addressLikeness(at(a), at(b))
        const other = addressLikeness(at(b), at(a))
        expect(one === undefined).toBe(other === undefined)
        if (one !== undefined) {
          expect(one).toBeGreaterThanOrEqual(0)
          expect(one).toBeLessThanOrEqual(1)
          expect(addressLikeness(at(a), at(a))).toBe(1)
        }
      }),
      { numRuns: 300, seed: 5 },
    )
  })
  it('gives one key to one address', () => {
    const keys = ['Hauptstraße 12', 'Hauptstr. 12', '12 HAUPTSTRASSE', 'Hauptstr. Nr. 12'].map((line) =>
      placeKey(at(line, '10 115', 'DE')),
    )
    expect(new Set(keys).size).toBe(1)
    expect(placeKey(at('12 Main St', '1', 'US'))).toBe(placeKey(at('12 Main Street Apt.', '1', 'us')))
    expect(placeKey(at('Hauptstr. 12', '10115', 'DE'))).not.toBe(placeKey(at('Hauptstr. 13', '10115', 'DE')))
  })
})

describe('distance of addresses', () => {
  it('is known in kilometres where coordinates are', () => {
    const berlin = { latitude: 52.52, longitude: 13.405 }
    const munich = { latitude: 48.137, longitude: 11.575 }
    expect(kilometres(berlin, munich)).toBeCloseTo(504, 0)
    expect(kilometres({ latitude: 0, longitude: 0 }, { latitude: 0, longitude: 180 })).toBeCloseTo(20_015, 0)
    expect(kilometres({ latitude: 90, longitude: 0 }, { latitude: 90, longitude: 77 })).toBe(0)
    expect(kilometres(berlin, berlin)).toBe(0)
    expect(kilometres(berlin, { latitude: 1 })).toBeUndefined()
    expect(kilometres(undefined, berlin)).toBeUndefined()
  })
  it.each([
    [{ country: 'DE', postcode: '10115' }, { country: 'FR', postcode: '10115' }, 4],
    [{ country: 'DE', postcode: '10115' }, { country: 'de', postcode: '80331' }, 3],
    [{ country: 'DE', postcode: '10115' }, { country: 'DE', postcode: '10999' }, 2],
    [{ country: 'DE', postcode: '10115' }, { country: 'DE', postcode: '10 115' }, 1],
    [{ country: 'GB', postcode: 'SW1A 1AA' }, { country: 'GB', postcode: 'SW9 9SL' }, 2],
    [{ country: 'GB', postcode: 'SW1A 1AA' }, { country: 'GB', postcode: 'S1 2BJ' }, 3],
    [{ country: 'US', postcode: '94103' }, { country: 'US', postcode: '94110-1234' }, 2],
    [{ country: 'US', region: 'CA' }, { country: 'US', region: 'NY' }, 3],
    [{ country: 'US', region: 'ca' }, { country: 'US', region: 'CA' }, 2],
    [{ country: 'US' }, { country: 'US' }, undefined],
    [{ postcode: '10115' }, { postcode: '10115' }, undefined],
    [{ country: 'DE', postcode: '10115' }, {}, undefined],
  ])('%j to %j is %s', (a, b, steps) => {
    expect(apart(a, b, false)).toBe(steps)
    expect(apart(b, a, false)).toBe(steps)
  })
})
