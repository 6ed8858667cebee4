import { describe, expect, it } from 'vitest'
import { mapperQueries } from './mapper.ts'

const mapper = (body: string) => `<mapper namespace="com.acme.OrderMapper">${body}</mapper>`

describe('mapper files of MyBatis', () => {
  it.each([
    [
      'a query by class and method',
      mapper('<select id="byName" resultType="Order">select * from o where n = #{n} order by ${by}</select>'),
      ['ordermapper.byname', 'select * from o where n = #{n} order by ${by}'],
    ],
    [
      'a fragment that is put in',
      mapper('<sql id="cols">a, ${b}</sql><select id="all">select <include refid="cols"/> from o</select>'),
      ['ordermapper.all', 'select a, ${b} from o'],
    ],
    [
      'the collection behind the item of a loop',
      mapper('<delete id="some">delete from o where id in <foreach collection="ids" item="i">${i}</foreach></delete>'),
      ['ordermapper.some', 'delete from o where id in  ${ids} '],
    ],
  ])('knows %s', (_name, source, [name, query]) => {
    expect(mapperQueries(source).get(name!)?.replace(/\s+/g, ' ')).toBe(query!.replace(/\s+/g, ' '))
  })

  it('finds nothing where no mapper is', () => {
    expect(mapperQueries('<beans><select id="a">x</select></beans>').size).toBe(0)
    expect(mapperQueries('<mapper namespace="a.B"><select id="a">never closed').size).toBe(0)
  })
})
