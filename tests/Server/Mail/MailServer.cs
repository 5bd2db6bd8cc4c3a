using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MimeKit;

namespace Holdfast.Mail;

/// <summary>Debian's Exim with a mailbox of its own: STARTTLS with a certificate made here, mail only from who has the password.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    public const string User = "holdfast", Password = "correct-horse";

    private readonly string folder = Directory.CreateTempSubdirectory("holdfast-mail-").FullName;
    private Process? exim;

    private MailServer(int port) => Port = port;

    public int Port { get; }

    /// <summary>What its certificate is checked against.</summary>
    public string Authority => Path.Combine(folder, "cert.pem");

    public string Url => $"smtp://{User}@localhost:{Port}";

    /// <summary>Why there can be none here; null when there can.</summary>
    public static string? Missing => File.Exists("/usr/sbin/exim4") ? null : "exim4 is not installed";

    /// <param name="keeps">Whether mail is only kept in the queue, which is quicker than a mailbox.</param>
    /// <param name="tls">Whether it offers STARTTLS.</param>
    public static async Task<MailServer> StartAsync(bool keeps = false, bool tls = true)
    {
        var server = new MailServer(FreePort());
        server.Prepare(keeps, tls);
        await server.RunAsync();
        return server;
    }

    public async Task RunAsync()
    {
        exim = Process.Start(new ProcessStartInfo("/usr/sbin/exim4", ["-bdf", "-C", Path.Combine(folder, "exim.conf")])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        _ = exim.StandardError.ReadToEndAsync();
        _ = exim.StandardOutput.ReadToEndAsync();
        while (!await AnswersAsync()) await Task.Delay(20);
    }

    public async Task StopAsync()
    {
        if (exim is null) return;
        exim.Kill(entireProcessTree: true);
        await exim.WaitForExitAsync();
        exim.Dispose();
        exim = null;
    }

    /// <summary>The mails in the mailbox, once there are so many.</summary>
    public async Task<MimeMessage[]> MailsAsync(int atLeast)
    {
        for (var tries = 0; ; tries++)
        {
            var files = Files;
            if (files.Length >= atLeast || tries == 1000) return [.. files.Select(f => MimeMessage.Load(f)).OrderBy(m => m.MessageId, StringComparer.Ordinal)];
            await Task.Delay(20);
        }
    }

    /// <summary>When it took which mail for whom, from its log, by the clock of this machine.</summary>
    public IEnumerable<(DateTimeOffset At, string To)> Taken() =>
        from line in File.ReadLines(Path.Combine(folder, "log", "main"))
        let to = line.LastIndexOf(" for ", StringComparison.Ordinal)
        where line.Contains(" <= ", StringComparison.Ordinal) && to > 0
        select (DateTimeOffset.ParseExact(line[..23], "yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal), line[(to + 5)..]);

    /// <summary>The files themselves, for whoever reads mail without us.</summary>
    public string[] Files => Directory.Exists(Box) ? Directory.GetFiles(Box) : [];

    private string Box => Path.Combine(folder, "box", "new");

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(folder, recursive: true);
    }

    private void Prepare(bool keeps, bool tls)
    {
        foreach (var name in new[] { "spool", "box", "log" }) Directory.CreateDirectory(Path.Combine(folder, name));
        WriteCertificate();
        File.WriteAllText(Path.Combine(folder, "exim.conf"), """
            spool_directory = FOLDER/spool
            log_file_path = FOLDER/log/%s
            pid_file_path = FOLDER/pid
            primary_hostname = localhost
            daemon_smtp_ports = PORT
            local_interfaces = 127.0.0.1
            tls_advertise_hosts = TLSHOSTS
            tls_certificate = FOLDER/cert.pem
            tls_privatekey = FOLDER/key.pem
            auth_advertise_hosts = ${if eq{$tls_in_cipher}{}{}{*}}
            acl_smtp_rcpt = rcpt
            smtp_accept_max = 100
            smtp_accept_max_per_connection = 0
            smtp_accept_queue_per_connection = 0
            queue_only = KEEPS
            message_logs = false
            keep_environment =
            log_selector = +millisec +received_recipients
            begin acl
            rcpt:
              require authenticated = *
              deny message = mailbox unavailable
                   local_parts = nobody-here
              accept
            begin routers
            all:
              driver = accept
              transport = box
            begin transports
            box:
              driver = appendfile
              directory = FOLDER/box
              maildir_format
              user = Debian-exim
            begin authenticators
            plain:
              driver = plaintext
              public_name = PLAIN
              server_condition = ${if and{{eq{$auth2}{USERNAME}}{eq{$auth3}{PASSWORD}}}}
              server_set_id = $auth2

            """
            .Replace("FOLDER", folder, StringComparison.Ordinal).Replace("PORT", $"{Port}", StringComparison.Ordinal)
            .Replace("TLSHOSTS", tls ? "*" : "", StringComparison.Ordinal).Replace("KEEPS", keeps ? "true" : "false", StringComparison.Ordinal)
            .Replace("USERNAME", User, StringComparison.Ordinal).Replace("PASSWORD", Password, StringComparison.Ordinal));
        // its own user keeps the queue and the mailbox
        using var own = Process.Start("chown", ["-R", "Debian-exim:", folder]);
        own.WaitForExit();
        using var configuration = Process.Start("chown", ["root:", Path.Combine(folder, "exim.conf")]);
        configuration.WaitForExit();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void WriteCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
        File.WriteAllText(Authority, certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "key.pem"), key.ExportPkcs8PrivateKeyPem());
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", Port);
            return client.GetStream().ReadByte() == '2';
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
