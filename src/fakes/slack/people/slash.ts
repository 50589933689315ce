import { respond } from './respond.ts';
import { type Acted, acted, channelNamed, misused, personOf, type Stage } from './stage.ts';

export type SlashAct = {
  readonly user: string;
  readonly channel: string;
  /** With its slash: `/release`. */
  readonly command: string;
  readonly text?: string;
};

/** A person types a slash command. What they then see is in the workspace, as an ephemeral or a message. */
export async function slash(stage: Stage, { user, channel, command, text = '' }: SlashAct): Promise<Acted> {
  const { workspace, app, bot } = stage;
  const person = personOf(stage, user);
  const place = channelNamed(stage, channel);
  const known = app.commands?.find(one => one.command === command);
  if (app.commands && !known) {
    const sorry = `${command} is not a valid command. In Slack, all messages that start with the “/” character are interpreted as commands.`;
    workspace.ephemerals.post({ channel, user, text: sorry, from: 'slack' });
    return misused(`The manifest has no command ${command}.`);
  }
  const target = { channel, user };
  const { team } = workspace.directory;
  const body = new URLSearchParams({
    token: 'verification-token-not-used',
    team_id: team.id,
    team_domain: team.domain,
    channel_id: channel,
    channel_name: String(place['name']),
    user_id: user,
    user_name: person.name,
    command,
    text: known?.should_escape === true ? escapeText(stage, text) : text,
    api_app_id: bot.app_id,
    is_enterprise_install: 'false',
    response_url: stage.answers.issue(target),
    trigger_id: stage.triggers.issue(user),
  }).toString();
  const delivery = await stage.send({ kind: 'slash', body, contentType: 'application/x-www-form-urlencoded' });
  respond(stage, delivery, target, `${command} failed with the error`);
  return acted(delivery);
}

/** What Slack does to `@ana` and `#ops` in a command with should_escape: ids beside the names. */
export function escapeText({ workspace }: Stage, text: string): string {
  const { directory } = workspace;
  return text
    .replace(/(?<![\w<])@([\w.-]+)/g, (written, name: string) => {
      const user = directory.userNamed(name);
      const group = directory.groups().find(one => one.handle === name);
      if (user) return `<@${user.id}|${user.name}>`;
      return group ? `<!subteam^${group.id}|@${group.handle}>` : written;
    })
    .replace(/(?<![\w<&])#([\p{Ll}\p{Lo}\d_-]+)/gu, (written, name: string) => {
      const channel = directory.channelNamed(name);
      return channel ? `<#${channel.id}|${channel.name}>` : written;
    });
}
