using Holdfast.Explore;

return Commands.Run(args, Console.Out);
