// Loaded before the Playground, which would listen on every network of the machine. It speaks for its user
// to a bot that authenticates nobody, so it is kept to this machine as well.
const { Server } = require("node:net");

const listen = Server.prototype.listen;

Server.prototype.listen = function (port, ...rest) {
  const bare = typeof port === "number" && typeof rest[0] !== "string";
  return bare ? listen.call(this, { port, host: "127.0.0.1" }, rest.at(-1)) : listen.call(this, port, ...rest);
};
