import { IsString, MinLength } from 'class-validator';

export class UpdateItemDto {
  @IsString()
  @MinLength(1)
  name: string;
}
