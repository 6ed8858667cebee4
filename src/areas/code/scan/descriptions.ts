import { mapperQueries } from '../../../analysis/java/mapper.ts'
import { majorVersions } from '../../../analysis/js/manifest.ts'
import { openServices, serviceMethods } from '../../../analysis/php/services.ts'
import type { Project } from '../../../analysis/project.ts'
import { isManifest, isMapper, isServices, isSettings } from './walk.ts'

/** Takes what a file describes into the project, where it is no program: constants, queries, services, libraries, who may call what. */
export function addDescription(project: Project, path: string, source: string): boolean {
  if (path.endsWith('.properties')) project.addProperties(path, source)
  else if (isMapper(path)) for (const [name, query] of mapperQueries(source)) project.queries.set(name, query)
  else if (isServices(path)) {
    for (const name of serviceMethods(source)) project.services.add(name)
    for (const name of openServices(source)) project.openServices.add(name)
    for (const name of openServices(source, false)) project.shownServices.add(name)
  } else if (isManifest(path)) for (const [name, major] of majorVersions(source)) project.libraries.set(name, major)
  else if (isSettings(path)) project.settings.push({ path, source })
  else return false
  return true
}
