/** Given names and their usual short forms, each line one family of names, in Latin script. */
const families = `
alexander alex sasha sascha sandro alec xander lex aleksandr alexandros alejandro alessandro olek aleksander alexandra sandra
andrew andy drew andrei andreas andre andrzej andres
anthony tony anton antonio toni antoine
benjamin ben benny
catherine kate katie cathy kathy katherine katharina katarzyna kasia ekaterina katya catalina katerina kathrin
charles charlie chuck carl karl carlos karol
christopher chris christoph krzysztof krzysiek christophe cristobal
christina chris tina christine krystyna christiane
daniel dan danny danil daniele
david dave davide dawid
dmitry dima dimitri dimitrios dimitris mitya
edward ed eddie ted ned eduard edouard eduardo
elizabeth liz beth lizzie eliza betty elisabeth elzbieta ela lisa elisa
eugene gene evgeny yevgeny zhenya eugeniusz
francis frank fran francisco paco francesco franz franciszek francois
frederick fred freddy friedrich federico fryderyk fritz
george giorgos georg georgy jorge yuri jerzy yiorgos georgios jurek jiri ezhi
gregory greg grzegorz grigory gregor grzesiek
helen elena eleni helena lena nellie helene yelena
henry harry hank heinrich heiner enrique henri henryk enrico
ivan vanya
jacob jake jakob jakub kuba
james jim jimmy jamie jaime
jennifer jen jenny
john johnny jack johann johannes hans ioannis yannis giannis jan juan giovanni jean jon janek jonny
jonathan jon
joseph joe joey josef jose giuseppe jozef pepe yosef iosif
joshua josh
konstantin kostya constantine kostas konstantinos
lawrence larry lorenz lorenzo laurent
margaret maggie meg peggy greta margarete malgorzata gosia margarita marguerite
maria mary marie mariya masha maryam marija
mark marcus markus marco marek marc
martin marty marcin
matthew matt matthias mateusz mateo matteo matthieu
maximilian max maxim maksym
michael mike mick mikey mikhail misha michal michel miguel michalis michele mischa
natalie natalia natalya natasha nathalie
nicholas nick nicky nikolai nikolaos nikos nikolaus klaus nicolas nicola mikolaj kolya
olga olya
patricia pat patty trish patrizia
patrick pat paddy patrik patryk
paul pablo paolo pavel pawel paulus pawlo pasha
peter pete pedro pietro pyotr piotr petros pierre petr
philip phil philipp felipe filip philippe
rebecca becky
richard rick dick rich richie ricardo ryszard
robert rob bob bobby bert robbie roberto
roman roma
samuel sam sammy samuele
sebastian seb bastian sebastien
sergey serge sergio sergei serhiy seryozha sergiusz
sophia sofia sophie zofia
stanislav stas stanislaw staszek
stephen steve steven stefan stefanos stephan esteban stefano etienne szczepan
susan sue suzanne susanne zuzanna susie
svetlana sveta
tatiana tanya tatyana
theodore ted theo fyodor fedor theodoros teodor
thomas tom tommy tomas tomasz tommaso
timothy tim timo
victor viktor vitya wiktor
vladimir vova volodymyr volodya wladimir wlodzimierz
vasily vasya vassilis vasilios vasilis
victoria vicky viktoria wiktoria tori
vincent vince vinny vincenzo vicente
wilhelm willi willy william bill billy will liam guillermo guillaume guglielmo
wojciech wojtek
yuri yury iurii jurij
zachary zach zack
`

/** Families of a given name; a name may be in several. */
export const familiesOf: ReadonlyMap<string, readonly number[]> = (() => {
  const map = new Map<string, number[]>()
  for (const [index, line] of families.trim().split('\n').entries())
    for (const name of line.split(' ')) {
      const list = map.get(name)
      if (list) list.push(index)
      else map.set(name, [index])
    }
  return map
})()

/** Whether two given names are forms of one. */
export function sameFamily(a: string, b: string): boolean {
  const of = familiesOf.get(a)
  return of !== undefined && (familiesOf.get(b)?.some((index) => of.includes(index)) ?? false)
}
