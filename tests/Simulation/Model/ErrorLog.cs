using ChefActors.NodeHost.Delivery;
using Microsoft.Extensions.Logging;

namespace ChefActors.Simulation.Model;

/// <summary>Keeps what is logged as an error: things that must not be.</summary>
internal sealed class ErrorLog(List<string> errors) : ILogger<ResultProcedure>
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel >= LogLevel.Error) errors.Add("logged: " + formatter(state, exception));
    }
}
