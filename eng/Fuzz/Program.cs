using Holdfast.Fuzz;

return await Commands.RunAsync(args, Console.Out);
