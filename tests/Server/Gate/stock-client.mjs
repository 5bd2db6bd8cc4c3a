// A stock client: signs and sends what it is told to, and prints of each call whether it went through. Usage: node stock-client.mjs FOLDER JSON
import { createRequire } from 'node:module';
const ccxt = createRequire(process.argv[2] + '/')('ccxt');
const told = JSON.parse(process.argv[3]);
const client = new ccxt[told.exchange]({ apiKey: told.key, secret: told.secret, password: told.password, enableRateLimit: false, timeout: 20000 });
const moved = (url) => typeof url === 'string' ? url.replace(/^https?:\/\/[^/]+/, told.base)
    : Object.fromEntries(Object.entries(url).map(([name, inner]) => [name, moved(inner)]));
client.urls.api = moved(client.urls.api);
client.milliseconds = () => Date.now() + told.ahead;
client.seconds = () => Math.floor(client.milliseconds() / 1000);
for (const [method, parameters] of told.calls) {
    try {
        await client[method](parameters);
        console.log('200');
    } catch (e) {
        console.log(/\b(401|403)\b/.exec(e.message)?.[1] ?? e.message.slice(0, 300));
    }
}
