using System.CommandLine;
using Holdfast.Cli;

var root = new RootCommand("Holdfast: new power is inert until it has aged, and everyone who should know may stop it.");
var serve = ServeCommand.Make();
root.Subcommands.Add(serve);
root.Subcommands.Add(DemoCommand.Make());
root.Subcommands.Add(AuditCommand.Make());
root.Subcommands.Add(BackupCommand.Make());
root.Subcommands.Add(RestoreCommand.Make());
root.Subcommands.Add(DoctorCommand.Make());
root.Subcommands.Add(RotateKekCommand.Make());
root.Subcommands.Add(ImportCommand.Make());
foreach (var option in serve.Options) root.Options.Add(option);
root.SetAction((parse, stop) => ServeCommand.RunAsync(parse, stop));
return await root.Parse(args).InvokeAsync();
