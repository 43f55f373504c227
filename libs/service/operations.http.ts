import { Body, Controller, Get, HttpCode, Put, Res } from '@nestjs/common';
import { faultEffectsPath, FaultSettings, faultsPath, type FaultEffects } from '#contracts';
import { metricsText } from '#telemetry';
import type { FastifyReply } from 'fastify';
import { checkedBy } from './body.js';
import { Problem } from './problem.js';
import { Service } from './service.js';

@Controller()
export class OperationsHttp {
  constructor(private readonly service: Service) {}

  @Get('healthz')
  alive(): { alive: true } {
    return { alive: true };
  }

  @Get('readyz')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): ReturnType<Service['readiness']> {
    const readiness = await this.service.readiness();
    reply.status(readiness.ready ? 200 : 503);
    return readiness;
  }

  @Get('metrics')
  async metrics(@Res() reply: FastifyReply): Promise<void> {
    const { contentType, body } = await metricsText();
    await reply.header('content-type', contentType).send(body);
  }

  @Get(faultsPath)
  faults(): FaultSettings {
    this.requireSwitch();
    return this.service.faults.current();
  }

  @Get(faultEffectsPath)
  faultEffects(): FaultEffects {
    this.requireSwitch();
    return this.service.faults.effects();
  }

  @Put(faultsPath)
  @HttpCode(200)
  setFaults(@Body(checkedBy(FaultSettings)) settings: FaultSettings): FaultSettings {
    this.requireSwitch();
    const set = this.service.faults.set(settings);
    if (!set.ok) throw new Problem(400, 'These are not fault settings.', set.errors);
    this.service.log.warn({ faults: set.value }, 'the fault switch was set');
    return set.value;
  }

  private requireSwitch(): void {
    if (!this.service.config.faultSwitch) {
      throw new Problem(
        404,
        'The fault switch is disabled. Start the service with EVENTSTAGE_FAULT_SWITCH=on to enable it.',
      );
    }
  }
}
