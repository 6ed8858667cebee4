import { readFileSync } from 'node:fs'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What makes a file long: a browser, commands as processes of their own, a server. By what the files themselves ask for. */
const marks = [
  /'(?:chromium|pageBrowser)'/,
  /helpers\/(?:shopwarden|namespace|sshd)|process\.execPath|load\/process/,
  /startTestServer/,
]

/** The long files first, so that the run does not end with one of them and nothing beside it. */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const rank = new Map(
      sorted.map((file) => {
        const source = readFileSync(file.moduleId, 'utf8')
        const mark = marks.findIndex((each) => each.test(source))
        return [file, mark < 0 ? marks.length : mark]
      }),
    )
    return sorted.sort((a, b) => rank.get(a)! - rank.get(b)!)
  }
}
