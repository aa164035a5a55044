using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using ChefActors.Controller.Console.Rendering;
using ChefActors.Controller.Console.Verbs;
using ChefActors.Core.Configuration;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Console;

/// <summary>The command line: an explicit list of verbs, one place where their ends become exit codes.</summary>
internal static class VerbApp
{
    /// <summary>Parses and runs.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, ConsoleWorld world)
    {
        // '@FILE' is the target grammar's; the library would read it as a response file.
        var parse = Build(world).Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var invocation = new InvocationConfiguration
        {
            Output = world.Output,
            Error = world.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        if (parse.Action is ParseErrorAction)
        {
            foreach (var fault in Faults(parse)) await world.Error.WriteLineAsync(fault);
            await world.Error.WriteLineAsync($"See {PathOf(parse.CommandResult.Command)} --help");
            return (int)ExitCode.Usage;
        }

        return await parse.InvokeAsync(invocation, CancellationToken.None);
    }

    /// <summary>Of a verb that is none the library says that one is missing and that the words are unknown; which verbs there are helps more.</summary>
    private static IEnumerable<string> Faults(ParseResult parse)
    {
        List<string> verbs = [.. parse.CommandResult.Command.Subcommands.Select(verb => verb.Name)];
        if (verbs.Count == 0 || parse.UnmatchedTokens is not [var found, ..] || found.StartsWith('-')) return parse.Errors.Select(error => error.Message);
        var near = NearestKey.Of(found, verbs) is { } meant ? $"{meant}, if that is meant; all: " : "";
        return [$"found the verb '{SafeText.Line(found)}'; allowed: {near}{string.Join(", ", verbs)}"];
    }

    private static RootCommand Build(ConsoleWorld world)
    {
        var examples = new Dictionary<Command, string[]>();
        var options = new GlobalOptions();
        var root = new RootCommand("Runs chef-client on many machines at once, and says what became of it.");
        options.AddTo(root);
        foreach (var verb in (IVerb[])[new DemoVerb(), new PushVerb(), new RestartVerb(), new NodeVerb(), new LogVerb(), new WhyVerb(), new AuditVerb(), new ServeVerb(), new ZooKeeperVerb(), new CompletionVerb()]) root.Add(Declare(verb));
        var nodes = Declare(new NodesVerb());
        nodes.Add(Declare(new NodesRetireVerb()));
        root.Add(nodes);
        var rollout = new Command("rollout", "Plans and starts rollouts, looks at them and goes on with them; a push is one, too");
        foreach (var verb in (IVerb[])[
                     new RolloutPlanVerb(), new RolloutStartVerb(), new RolloutListVerb(), new RolloutShowVerb(), new RolloutWatchVerb(),
                     new RolloutPauseVerb(), new RolloutResumeVerb(), new RolloutApproveVerb(), new RolloutAbortVerb(),
                     new RolloutRetryVerb(), new RolloutRollbackVerb()]) rollout.Add(Declare(verb));
        root.Add(rollout);
        var events = new Command("event", "Monitoring events, in and out; gates of rollouts look at them");
        foreach (var verb in (IVerb[])[new EventPostVerb(), new EventTailVerb()]) events.Add(Declare(verb));
        root.Add(events);
        examples[events] = ["chefactors event tail"];
        examples[root] = ["chefactors demo", "chefactors push 'recipe[cookbook_c]' --to 'env=prod and role=web'", "chefactors nodes"];
        examples[rollout] = ["chefactors rollout plan cookbook_c.yaml", "chefactors rollout list"];
        Customise(root, world, examples);
        return root;

        Command Declare(IVerb verb)
        {
            var command = verb.Declaration;
            examples[command] = verb.Examples;
            command.SetAction(async (parse, _) => (int)await GuardedAsync(verb, new VerbContext(world, options.Read(parse), parse)));
            return command;
        }
    }

    private static void Customise(RootCommand root, ConsoleWorld world, Dictionary<Command, string[]> examples)
    {
        foreach (var option in root.Options)
        {
            switch (option)
            {
                case HelpOption help:
                    help.Action = new VerbHelp(new HelpAction(), examples);
                    break;
                case VersionOption version:
                    version.Action = new VersionAction(world.Version);
                    break;
            }
        }
    }

    private static async Task<ExitCode> GuardedAsync(IVerb verb, VerbContext context)
    {
        var interruption = context.World.Interruption;
        try
        {
            return await verb.RunAsync(context, interruption.Token);
        }
        catch (VerbFailure failure)
        {
            await context.SayAsync(failure.Message);
            return failure.ExitCode;
        }
        catch (OperationCanceledException) when (interruption.Code is not null)
        {
            return interruption.Code.Value;
        }
        catch (ZooKeeperException e) when (e is ConnectionLossException or SessionExpiredException)
        {
            await context.SayAsync($"the connection to ZooKeeper was lost: {e.Message}");
            return ExitCode.Unreachable;
        }
        catch (ZooKeeperException e) when (e is NoAuthException or AuthFailedException)
        {
            await context.SayAsync($"ZooKeeper does not allow it: {e.Message}");
            return ExitCode.Refused;
        }
        catch (NoNodeException e)
        {
            await context.SayAsync($"a znode is missing that must be there, {e.ZnodePath}: is the chroot of the connection string right, and do its parents exist?");
            return ExitCode.Usage;
        }
        catch (ZooKeeperException e)
        {
            await context.SayAsync($"ZooKeeper refused a request: {e.Message}");
            return ExitCode.Unreachable;
        }
        catch (InvalidDataException e)
        {
            await context.SayAsync(SafeText.Line(e.Message));
            return ExitCode.Usage;
        }
    }

    private static string PathOf(Command command)
    {
        var names = new List<string>();
        for (Command? c = command; c is not null and not RootCommand; c = c.Parents.OfType<Command>().FirstOrDefault()) names.Insert(0, c.Name);
        return string.Join(' ', ["chefactors", .. names]);
    }

    private sealed class VersionAction(string version) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine("chefactors " + version);
            return 0;
        }
    }
}
