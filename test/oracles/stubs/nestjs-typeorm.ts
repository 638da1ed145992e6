// Stand-in for `@nestjs/typeorm` at run time: one repository for each entity, shared by the modules that ask for it.
import { Inject, type DynamicModule } from '@nestjs/common';
import { Repository } from './typeorm';

type Entity = new () => object;
const repositories = new Map<Entity, Repository>();

export const getRepositoryToken = (entity: Entity): string => `${entity.name}Repository`;
export const InjectRepository = (entity: Entity) => Inject(getRepositoryToken(entity));

function repositoryOf(entity: Entity): Repository {
  const repository = repositories.get(entity) ?? new Repository(entity);
  repositories.set(entity, repository);
  return repository;
}

export class TypeOrmModule {
  static forRoot(): DynamicModule {
    return { module: TypeOrmModule };
  }

  static forFeature(entities: Entity[]): DynamicModule {
    const providers = entities.map((entity) => ({ provide: getRepositoryToken(entity), useFactory: () => repositoryOf(entity) }));
    return { module: TypeOrmModule, providers, exports: providers };
  }
}
